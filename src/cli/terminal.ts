import { readFile } from "node:fs/promises";
import { hostname } from "node:os";
import { createInterface } from "node:readline/promises";
import { runIn } from "../core/host/job-run.ts";
import { closing } from "../core/report/closing.ts";
import { reportJson } from "../core/report/json.ts";
import { printable, printableJson } from "../core/report/printable.ts";
import { Refusal } from "../core/report/refusal.ts";
import { hasFailed } from "../core/report/report.ts";
import type { Discretion } from "../core/shell/discretion.ts";
import { Secret } from "../core/shell/secret.ts";
import { githubOfTerminal } from "../use-cases/github.ts";
import type { Request } from "../use-cases/request.ts";
import type { Watcher } from "../use-cases/watcher.ts";
import type { FrontEnd } from "./front-end.ts";
import { LiveAnswers, readerGone } from "./live-answers.ts";
import { fingerprintsOption, type GlobalOptions, previewOption, selectionOption, versionOption } from "./options.ts";
import type { OwnLock } from "./own-lock.ts";
import type { Stop } from "./stop-signals.ts";
import { terminalEnds } from "./terminal-ends.ts";
import { terminalWatcher } from "./terminal-watcher.ts";

/** Results go to standard output; what happens meanwhile, to standard error. */
export function terminal({ signal: cancel, silence }: Omit<Stop, "stop">, lock: OwnLock, discretion: Discretion): FrontEnd {
  return {
    call: async (options) => ({ request: await request(options), watcher: terminalWatcher(options, lock, discretion), cancel }),
    confirm,
    answer({ text, json }, options) {
      process.stdout.write(`${options.json ? printableJson(json) : printable(text)}\n`);
    },
    live(call) {
      silence();
      const ending = AbortSignal.any([call.cancel, readerGone()]);
      const answers = new LiveAnswers(ending);
      const answered: Watcher["answered"] = (step, lines) => answers.answered(step, lines);
      return {
        call: { ...call, cancel: ending, watcher: { ...call.watcher, answered } },
        planned: (plan) => answers.planned(plan),
      };
    },
    ends(kind) {
      silence();
      return terminalEnds(kind);
    },
    async reveal(find) {
      process.stdout.write(`${await find()}\n`);
    },
    async report(report, options) {
      const text = options.json ? printableJson(reportJson(report)) : printable(closing(report));
      const stream = hasFailed(report.outcomes) && !options.json ? process.stderr : process.stdout;
      stream.write(`${text}\n`);
      if (hasFailed(report.outcomes)) process.exitCode = 1;
    },
  };
}

async function confirm(question: string): Promise<void> {
  if (!process.stdin.isTTY) throw new Refusal([`${question} There is nobody to ask here: add -y to go on`]);
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await asking.question(`${question} [y/N] `).finally(() => asking.close());
  if (!/^y(es)?$/i.test(answer.trim())) throw new Refusal(["Nothing was changed"]);
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
      preview: previewOption(options),
      selection: selectionOption(options),
      version: versionOption(options.version),
      skipHooks: options.skipHooks ?? false,
    },
    secrets: new Map(),
    registry: undefined,
    github: await githubOfTerminal({ env: process.env, directory: process.cwd() }),
    ssh: {
      ...{ keys, passphrase: undefined, hostKeys: options.sshHostKeys === "accept-new" ? "accept-new" : "strict" },
      fingerprints: fingerprintsOption(options),
      knownHosts: sshKnownHosts === undefined ? undefined : await readFile(sshKnownHosts, "utf8"),
    },
    run: runIn(process.env, hostname()),
  };
}
