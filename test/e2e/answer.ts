import { Agent } from "node:http";
import { ask } from "../load/request.ts";

/** What a server answers, asked once, on a connection of its own; by a host's name where the proxy goes by that. */
export async function answerOf(url: string, host?: string): Promise<string> {
  const { body, failure } = await ask(url, { agent: new Agent(), host, timeoutMs: 10_000 });
  if (failure !== undefined) throw new Error(`${url} did not answer: ${failure}`);
  return body.trim();
}
