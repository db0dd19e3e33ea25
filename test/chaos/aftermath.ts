import { Agent } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { lines } from "../lab/command.ts";
import type { Server } from "../lab/server.ts";
import { ask } from "../load/request.ts";
import { SERVICE } from "./ground.ts";

/** What a server answers; undefined where it does not. */
export async function served({ url }: Server): Promise<string | undefined> {
  const { body, failure } = await ask(url, { agent: new Agent(), host: undefined, timeoutMs: 5000 });
  return failure === undefined ? body : undefined;
}

/** What the servers answer, once all of them do: servers that have just booted take their time. Within half a minute. */
export async function servedSoon(servers: readonly Server[]): Promise<readonly (string | undefined)[]> {
  for (let tries = 0; ; tries += 1) {
    const answers = await Promise.all(servers.map(served));
    if (tries === 60 || answers.every((answer) => answer !== undefined)) return answers;
    await pause(500);
  }
}

/** The details of the deploy lock; undefined where there is none. */
export async function lockOn(primary: Server): Promise<string | undefined> {
  const lock = `.kamal/lock-${SERVICE}`;
  const said = await primary.exec(`[ ! -d ${lock} ] || { echo held; base64 -d ${lock}/details 2>/dev/null || true; }`);
  return said === "" ? undefined : said.slice("held\n".length);
}

/** The app's containers that run. */
export const running = async (server: Server): Promise<readonly string[]> =>
  lines(await server.exec(`docker ps --filter label=service=${SERVICE} --filter label=role=web --format '{{.Names}}'`));

/** Waits until no command of an earlier run goes on: what a killed run was at, servers bring to its end. Not longer than a minute. */
export async function quiet(server: Server): Promise<void> {
  for (let tries = 0; tries < 120; tries += 1) {
    if ((await server.exec("pgrep -fx 'sh -s' || true")) === "") return;
    await pause(500);
  }
}
