/** The flag that says for which architectures, in one list; none where there are none. */
export const platforms = (architectures: readonly string[]): string[] =>
  architectures.length > 0 ? ["--platform", architectures.map((architecture) => `linux/${architecture}`).join(",")] : [];
