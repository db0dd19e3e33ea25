/** What `{name}` stands for in a text. */
export type Fillings = Readonly<Record<string, string | undefined>>;

/** The text with every name in braces that has a meaning here replaced by it; other braces stay. */
export const filledIn = (text: string, fillings: Fillings): string =>
  text.replaceAll(/\{([a-z]+)\}/g, (whole, name: string) => fillings[name] ?? whole);

/** The names in braces that stand in a text. */
export const namesIn = (text: string): string[] => [...text.matchAll(/\{([^{}]*)\}/g)].map(([, name = ""]) => name);
