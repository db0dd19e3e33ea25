const unitMs: ReadonlyMap<string, number> = new Map([
  ["ns", 1e-6],
  ["us", 1e-3],
  ["µs", 1e-3],
  ["μs", 1e-3],
  ["ms", 1],
  ["s", 1000],
  ["m", 60_000],
  ["h", 3_600_000],
]);

const longestTimerMs = 2 ** 31 - 1;

/** Reads a duration as Go writes it (`1m30s`, `500ms`), in ms; throws with the words of Go's time.ParseDuration. */
export const parseDuration = (text: string): number => {
  const unsigned = text.replace(/^[+-]/, "");
  if (unsigned === "0") return 0;
  const parts = [...unsigned.matchAll(/(\d+\.?\d*|\.\d+)([^\d.]*)/g)];
  if (unsigned === "" || parts.map(([part]) => part).join("") !== unsigned) {
    throw new Error(`time: invalid duration ${JSON.stringify(text)}`);
  }
  const sum = parts.reduce((total, [, amount, unit]) => total + Number(amount) * unitIn(text, unit ?? ""), 0);
  return text.startsWith("-") ? -sum : sum;
};

const unitIn = (text: string, unit: string): number => {
  if (unit === "") throw new Error(`time: missing unit in duration ${JSON.stringify(text)}`);
  const factor = unitMs.get(unit);
  if (factor === undefined) throw new Error(`time: unknown unit ${JSON.stringify(unit)} in duration ${JSON.stringify(text)}`);
  return factor;
};

/** Writes ms as Go prints a time.Duration: `1m30s`, `500ms`, `0s`. */
export const formatDuration = (ms: number): string => {
  const size = Math.abs(ms);
  const sign = ms < 0 ? "-" : "";
  if (size === 0) return "0s";
  if (size < 1e-3) return `${sign}${Math.round(size * 1e6)}ns`;
  if (size < 1) return `${sign}${trimmed(size * 1e3)}µs`;
  if (size < 1000) return `${sign}${trimmed(size)}ms`;
  const hours = Math.floor(size / 3_600_000);
  const minutes = Math.floor((size % 3_600_000) / 60_000);
  const seconds = `${trimmed((size % 60_000) / 1000)}s`;
  if (hours > 0) return `${sign}${hours}h${minutes}m${seconds}`;
  return minutes > 0 ? `${sign}${minutes}m${seconds}` : `${sign}${seconds}`;
};

const trimmed = (value: number): string => String(Number(value.toFixed(9)));

/** Fits ms to what setTimeout can wait: Node fires at once when the delay does not fit 31 bits. */
export const timerDelay = (ms: number): number => Math.max(0, Math.min(ms, longestTimerMs));
