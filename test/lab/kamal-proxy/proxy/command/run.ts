import type { Arguments } from "./arguments.ts";
import { command } from "./command.ts";
import { boolFlag, intFlag } from "./flag.ts";
import { parseInteger, parseTruth } from "./literal.ts";

const setting = (name: string): string | undefined => process.env[`KAMAL_PROXY_${name}`] ?? process.env[name];

// A setting that cannot be read is passed over.
const readSetting = <Value>(name: string, read: (text: string) => Value, otherwise: Value): Value => {
  const text = setting(name);
  if (text === undefined) return otherwise;
  try {
    return read(text);
  } catch {
    return otherwise;
  }
};

const run = async (args: Arguments): Promise<void> => {
  const { serve } = await import("../server/server.ts");
  await serve({
    httpPort: args.number("http-port"),
    httpsPort: args.number("https-port"),
    metricsPort: args.number("metrics-port"),
    debug: args.truth("debug"),
  });
};

export const runCommand = command({
  path: "run",
  operands: "any",
  short: "Run the server",
  flags: [
    boolFlag("debug", readSetting("DEBUG", parseTruth, false), "Log more"),
    intFlag("http-port", readSetting("HTTP_PORT", parseInteger, 80), "Port for HTTP"),
    intFlag("https-port", readSetting("HTTPS_PORT", parseInteger, 443), "Port for HTTPS"),
    intFlag("metrics-port", readSetting("METRICS_PORT", parseInteger, 0), "Port for metrics (0: none)"),
    boolFlag("http3", false, "Serve HTTP/3"),
  ],
  perform: run,
});
