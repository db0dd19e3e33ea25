import { access } from "node:fs/promises";
import { resolve } from "node:path";
import * as files from "../adapters/config-files.ts";
import type { Call } from "./call.ts";

/** The aliases of deploy.yml; undefined where there is no such file. @throws InvalidInput when it cannot be read */
export async function readAliases({ request, cancel }: Call): Promise<Readonly<Record<string, string>> | undefined> {
  const { directory, configFile, destination, env } = request;
  const isThere = await access(resolve(directory, configFile)).then(
    () => true,
    () => false,
  );
  return isThere ? files.readAliases({ cwd: directory, configFile, destination, env, signal: cancel }) : undefined;
}
