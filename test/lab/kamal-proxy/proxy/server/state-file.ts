import { readFileSync, writeFileSync } from "node:fs";
import { jsonFields } from "../json-fields.ts";
import { log } from "./log.ts";
import { restoreService, type Service } from "./service.ts";

/** Brings the services of the state file back; if one of them cannot be brought back, none is. */
export const readState = (path: string): readonly Service[] => {
  const text = readText(path);
  if (text === undefined) return [];
  try {
    const saved: unknown = JSON.parse(text);
    if (!Array.isArray(saved)) throw new Error("json: expected a list");
    const services = saved.map((value) => restoreService(jsonFields(value)));
    log.info("Restored saved state", { path });
    return services;
  } catch (error) {
    log.error("Failed to decode saved state", { path, error: String(error) });
    return [];
  }
};

/** Writes the services down; a failure is logged and nothing else comes of it. */
export const writeState = (path: string, services: readonly Service[]): void => {
  try {
    writeFileSync(path, `${JSON.stringify(services.map((service) => service.json()))}\n`);
  } catch (error) {
    log.error("Unable to save state", { path, error: String(error) });
  }
};

const readText = (path: string): string | undefined => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    log.info("No previous state to restore", { path });
    return undefined;
  }
};
