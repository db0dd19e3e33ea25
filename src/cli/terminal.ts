import { readFile } from "node:fs/promises";
import { hostname } from "node:os";
import { closing } from "../core/report/closing.ts";
import { reportJson } from "../core/report/json.ts";
import { hasFailed } from "../core/report/report.ts";
import { Secret } from "../core/shell/secret.ts";
import type { Signals } from "../engine/execute.ts";
import type { Request } from "../use-cases/request.ts";
import type { FrontEnd } from "./front-end.ts";
import { type GlobalOptions, versionOption } from "./options.ts";
import { terminalWatcher } from "./terminal-watcher.ts";

/** Results go to standard output; what happens meanwhile, to standard error. */
export function terminal(signals: Signals): FrontEnd {
  return {
    call: async (options) => ({ request: await request(options), watcher: terminalWatcher(options), signals }),
    answer({ text, json }, options) {
      process.stdout.write(`${options.json ? JSON.stringify(json, undefined, 2) : text}\n`);
    },
    async report(report, options) {
      const text = options.json ? JSON.stringify(reportJson(report), undefined, 2) : closing(report);
      const stream = hasFailed(report.outcomes) && !options.json ? process.stderr : process.stdout;
      stream.write(`${text}\n`);
      if (hasFailed(report.outcomes)) process.exitCode = 1;
    },
  };
}

async function request(options: GlobalOptions): Promise<Request> {
  const { configFile, destination, sshPrivateKey, sshKnownHosts } = options;
  const keys = sshPrivateKey === undefined ? [] : [new Secret(sshPrivateKey, await readFile(sshPrivateKey, "utf8"))];
  return {
    ...{
      directory: process.cwd(),
      env: process.env,
      configFile,
      destination,
      version: versionOption(options.version),
      skipHooks: options.skipHooks ?? false,
    },
    secrets: new Map(),
    ssh: {
      ...{ keys, passphrase: undefined, hostKeys: options.sshHostKeys === "accept-new" ? "accept-new" : "strict" },
      knownHosts: sshKnownHosts === undefined ? undefined : await readFile(sshKnownHosts, "utf8"),
    },
    run: { url: undefined, id: undefined, attempt: undefined, machine: hostname() },
  };
}
