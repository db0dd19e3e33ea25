import type { Command } from "commander";
import { registrySecrets } from "../../core/config/secrets.ts";
import { planAppExec } from "../../core/plan/app/exec.ts";
import { Refusal } from "../../core/report/refusal.ts";
import { addErrand } from "../errand.ts";
import type { FrontEnd } from "../front-end.ts";
import { versionOption } from "../options.ts";
import { type SessionOptions, sessionKind, typingInto, withSession } from "../session.ts";

interface ExecOptions extends SessionOptions {
  readonly reuse?: true;
  readonly detach?: true;
  readonly env: Readonly<Record<string, string>>;
}

/** `app exec`: `--interactive` hands the terminal over, and so goes to one server only. */
export function addAppExec(app: Command, frontEnd: FrontEnd): void {
  const exec = addErrand<ExecOptions>(app, frontEnd, {
    ...{ usage: "exec <command...>", description: "Run a command in a container of the app, on every server", locks: false },
    secrets: registrySecrets,
    ...{ streams: () => true, session: sessionKind },
    plan: (options, words) => {
      const { reuse = false, detach = false, env, version } = options;
      if (reuse && detach) throw new Refusal(["--detach starts a container of its own: it cannot go with --reuse"]);
      const kind = sessionKind(options);
      if (kind && detach) throw new Refusal([`--detach comes back at once: it cannot go with --${kind}`]);
      const interactive = typingInto(frontEnd, options);
      return planAppExec({ command: words.join(" "), env, reuse, detach, interactive, version: versionOption(version) });
    },
  });
  withSession(exec)
    .option("--reuse", "in the container that serves, not in a new one")
    .option("-e, --env <name:value>", "a variable for the command; may be given several times", addPair, {})
    .option("--detach", "leave it running and come back at once");
}

/** @throws Refusal when it is no pair */
function addPair(pair: string, before: Readonly<Record<string, string>>): Record<string, string> {
  const [, name, value] = /^([^:=]+)[:=](.*)$/s.exec(pair) ?? [];
  if (name === undefined || value === undefined) throw new Refusal([`"${pair}" is no variable: write NAME:value`]);
  return { ...before, [name]: value };
}
