/** Whether a name fits a pattern with `*`, `?`, `[...]` and `{a,b}`, as Ruby's File.fnmatch reads it. */
export function fitsGlob(pattern: string, name: string): boolean {
  try {
    return new RegExp(`^${expression(pattern)}$`, "s").test(name);
  } catch {
    // A range that runs backwards fits nothing.
    return false;
  }
}

const piece = /\\(.)|\[([!^]?)((?:\\.|[^\]\\])+)\]|\{([^{}]*)\}|(\*)|(\?)|([\s\S])/g;

const expression = (pattern: string): string =>
  pattern.replace(piece, (...[, escaped, not, set, either, many, one, plain]: (string | undefined)[]) => {
    if (set !== undefined) return `[${not ? "^" : ""}${set.replace(/[[\]^]/g, "\\$&")}]`;
    if (either !== undefined) return `(?:${either.split(",").map(expression).join("|")})`;
    if (many !== undefined) return ".*";
    if (one !== undefined) return ".";
    return (escaped ?? plain ?? "").replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
  });
