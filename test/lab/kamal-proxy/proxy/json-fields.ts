/** What a JSON object holds, before anything is known of its values. */
export type JsonFields = Readonly<Record<string, unknown>>;

/** Takes a JSON value for an object; throws if it is anything else. */
export const jsonFields = (value: unknown): JsonFields => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Error("json: expected an object");
  return Object.fromEntries(Object.entries(value));
};

// A missing or null field is its zero value, as Go's decoder leaves it; a field of another type is an error.

export const textField = (from: JsonFields, name: string): string => {
  const value = from[name] ?? "";
  if (typeof value !== "string") throw new Error(`json: ${name} is not a string`);
  return value;
};

export const truthField = (from: JsonFields, name: string): boolean => {
  const value = from[name] ?? false;
  if (typeof value !== "boolean") throw new Error(`json: ${name} is not a bool`);
  return value;
};

export const numberField = (from: JsonFields, name: string): number => {
  const value = from[name] ?? 0;
  if (typeof value !== "number") throw new Error(`json: ${name} is not a number`);
  return value;
};

export const textsField = (from: JsonFields, name: string): readonly string[] => {
  const value = from[name] ?? [];
  if (!Array.isArray(value) || !value.every((item) => typeof item === "string"))
    throw new Error(`json: ${name} is not a list of strings`);
  return value;
};

/** A duration, in ms; Go writes durations in ns. */
export const durationField = (from: JsonFields, name: string): number => numberField(from, name) / 1e6;

/** The ns that Go would write for so many ms. */
export const nanoseconds = (ms: number): number => Math.round(ms * 1e6);
