/** A router's rule of Traefik, as far as kamal-proxy can follow it: these hosts, and of them these paths. */
export interface Rule {
  readonly hosts: readonly string[];
  readonly prefixes: readonly string[];
}

const matcher = /(HostRegexp|Host|PathPrefix)\(([^()]*)\)/g;
const argument = /\\?`([^`\\]+)\\?`|"([^"]+)"|'([^']+)'/g;

/** A host or a prefix, or several side by side; in parentheses where `&&` follows, which binds more tightly. */
const alternatives = (letter: string): string => `(?:${letter}|\\(${letter}(?:\\|\\|${letter})*\\))`;
const simple = ["H", "P"].flatMap((letter) => [`${letter}(?:\\|\\|${letter})*`, alternatives(letter)]);
const both = [`${alternatives("H")}&&${alternatives("P")}`, `${alternatives("P")}&&${alternatives("H")}`];
const shape = new RegExp(`^(?:${[...simple, ...both].join("|")})$`);

/** Reads a rule in Traefik's language; undefined when it says more than hosts and path prefixes. */
export function parseRule(text: string): Rule | undefined {
  const found = [...text.matchAll(matcher)].flatMap(([, name = "", list = ""]) => valuesOf(name, list));
  const skeleton = text.replaceAll(matcher, (_, name: string) => name.slice(0, 1)).replaceAll(/\s/g, "");
  if (!shape.test(skeleton) || found.some(({ value }) => value === undefined)) return undefined;
  const values = (wanted: string): readonly string[] => [
    ...new Set(found.flatMap(({ letter, value }) => (letter === wanted && value !== undefined ? [value] : []))),
  ];
  return { hosts: values("H"), prefixes: values("P").filter((prefix) => prefix !== "/") };
}

interface Value {
  readonly letter: string;
  /** Undefined when kamal-proxy has no word for it. */
  readonly value: string | undefined;
}

const valuesOf = (name: string, list: string): readonly Value[] =>
  [...list.matchAll(argument)].map(([, ticked, double, single]) => {
    const text = ticked ?? double ?? single ?? "";
    return { letter: name.slice(0, 1), value: name === "HostRegexp" ? wildcard(text) : text };
  });

/** `{sub:[a-z]+}.shop.example`, for any one name before a domain, is `*.shop.example` in kamal-proxy. */
function wildcard(pattern: string): string | undefined {
  const [, domain] = /^\{\w+:\[[^\].]+\]\+\}((?:\.[\w-]+){2,})$/.exec(pattern) ?? [];
  return domain && `*${domain}`;
}
