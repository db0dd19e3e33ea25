import type { Config } from "../config/config.ts";
import { type Finding, servingVersion } from "../host/findings.ts";
import type { FactsByHost } from "../plan/release.ts";

/** How many hosts a sentence names. */
const most = 5;

/** What a check came to, for people: what is wrong beneath the name of each server. */
export function describeFindings(found: readonly Finding[], config: Config, facts: FactsByHost): string {
  if (found.length === 0) {
    const count = `${facts.size} ${facts.size === 1 ? "host" : "hosts"}`;
    return `All is well: ${config.service} ${servingVersion(config, facts) ?? ""} runs on ${count}`;
  }
  const hosts = [...new Set(found.map(({ host }) => host))];
  const beneath = (host: string): string[] => found.flatMap((each) => (each.host === host ? [indented(each.text)] : []));
  return hosts.map((host) => [host, ...beneath(host)].join("\n")).join("\n\n");
}

/** The same for programs. */
export const findingsJson = (found: readonly Finding[], config: Config, facts: FactsByHost) => ({
  ...{ healthy: found.length === 0, service: config.service, version: servingVersion(config, facts) },
  findings: found.map(({ host, text }) => ({ host, finding: text })),
});

/** How many there are, and where, in a sentence. */
export function findingsCount(found: readonly Finding[]): string {
  const hosts = [...new Set(found.map(({ host }) => host))];
  const rest = hosts.length > most ? ` and ${hosts.length - most} more` : "";
  const count = found.length === 1 ? "1 thing is not as it should be" : `${found.length} things are not as they should be`;
  return `${count}: on ${hosts.slice(0, most).join(", ")}${rest}`;
}

const indented = (text: string): string => text.replaceAll(/^/gm, "  ");
