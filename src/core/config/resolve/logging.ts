import type { Logging } from "../proxy.ts";
import type { RawConfig } from "../schema/root.ts";

type RawLogging = RawConfig["logging"];

/** The root's logging with the role's over it; logs that nobody limits are kept to 10 MB. */
export function resolveLogging(base: RawLogging, over?: RawLogging): Logging {
  const driver = over?.driver ?? base?.driver;
  const options = { ...base?.options, ...over?.options };
  const unset = (driver ?? "").trim() === "" && Object.keys(options).length === 0;
  return unset ? { driver: undefined, options: { "max-size": "10m" } } : { driver, options };
}
