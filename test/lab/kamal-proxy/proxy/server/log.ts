type Level = "DEBUG" | "INFO" | "WARN" | "ERROR";
type Attributes = Readonly<Record<string, unknown>>;

let debugWanted = false;

/** Turns the lines of level DEBUG on. */
export const logDebugLines = (): void => {
  debugWanted = true;
};

// One JSON object a line on stdout, as Go's slog writes it.
const write = (level: Level, msg: string, attributes: Attributes): void => {
  process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), level, msg, ...attributes })}\n`);
};

export const log = {
  debug: (msg: string, attributes: Attributes = {}): void => {
    if (debugWanted) write("DEBUG", msg, attributes);
  },
  info: (msg: string, attributes: Attributes = {}): void => write("INFO", msg, attributes),
  warn: (msg: string, attributes: Attributes = {}): void => write("WARN", msg, attributes),
  error: (msg: string, attributes: Attributes = {}): void => write("ERROR", msg, attributes),
} as const;
