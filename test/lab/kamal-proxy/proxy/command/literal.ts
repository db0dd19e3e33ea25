// The spellings that Go's strconv accepts, since the flags of kamal-proxy are read by it.

const truths: ReadonlyMap<string, boolean> = new Map([
  ...["1", "t", "T", "true", "TRUE", "True"].map((text) => [text, true] as const),
  ...["0", "f", "F", "false", "FALSE", "False"].map((text) => [text, false] as const),
]);

/** Reads a bool flag's value; throws with strconv's words. */
export const parseTruth = (text: string): boolean => {
  const value = truths.get(text);
  if (value === undefined) throw new Error(`strconv.ParseBool: parsing ${JSON.stringify(text)}: invalid syntax`);
  return value;
};

/** Reads an integer flag's value: decimal, 0x, 0o or 0b; throws with strconv's words. */
export const parseInteger = (text: string): number => {
  const digits = text.replace(/^[+-]/, "").replaceAll("_", "");
  if (!/^(0[xX][\da-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9]\d*)$/.test(digits)) {
    throw new Error(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
  }
  const size = Number(/^0\d/.test(digits) ? `0o${digits}` : digits);
  return text.startsWith("-") ? -size : size;
};

/** Reads a list flag's value, one record of comma-separated values; throws on a stray or missing quote. */
export const parseList = (text: string): readonly string[] => {
  if (text === "") return [];
  const field = /"((?:[^"]|"")*)"|([^",]*)/y;
  const values: string[] = [];
  for (;;) {
    const [whole = "", quoted, plain = ""] = field.exec(text) ?? [];
    const end = field.lastIndex;
    if (end < text.length && text[end] !== ",") throw new Error(listError(text, whole, end));
    values.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end >= text.length) return values;
    field.lastIndex = end + 1;
  }
};

const listError = (text: string, read: string, end: number): string =>
  read.startsWith('"') || text[end] !== '"' || end === 0 || text[end - 1] === ","
    ? `parse error on line 1, column ${end + 1}: extraneous or missing " in quoted-field`
    : `parse error on line 1, column ${end + 1}: bare " in non-quoted-field`;
