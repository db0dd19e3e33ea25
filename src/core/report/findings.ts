import type { Config } from "../config/config.ts";
import { type Finding, servingVersion } from "../host/findings.ts";
import type { FactsByHost } from "../plan/release.ts";
import { counted } from "./counting.ts";

/** What a check came to, for people: what is wrong beneath the name of each server. */
export function describeFindings(found: readonly Finding[], config: Config, facts: FactsByHost): string {
  if (found.length === 0)
    return `All is well: ${config.service} ${servingVersion(config, facts) ?? ""} runs on ${counted(facts.size, "host")}`;
  const hosts = [...new Set(found.map(({ host }) => host))];
  const beneath = (host: string): string[] => found.flatMap((each) => (each.host === host ? [indented(each.text)] : []));
  return hosts.map((host) => [host, ...beneath(host)].join("\n")).join("\n\n");
}

/** The same for programs. */
export const findingsJson = (found: readonly Finding[], config: Config, facts: FactsByHost) => ({
  ...{ healthy: found.length === 0, service: config.service, version: servingVersion(config, facts) },
  findings: found.map(({ host, text }) => ({ host, finding: text })),
});

/** What an annotation has room for: findings, and characters of each. */
const [mostNamed, mostCharacters] = [5, 200];

/** How many there are, and the first of them in short. */
export function findingsInShort(found: readonly Finding[]): string {
  const count = found.length === 1 ? "1 thing is not as it should be" : `${found.length} things are not as they should be`;
  const named = found.slice(0, mostNamed).map(({ host, text }) => `  ${host}: ${firstLine(text)}`);
  const rest = found.length > mostNamed ? [`  and ${found.length - mostNamed} more`] : [];
  return [`${count}:`, ...named, ...rest].join("\n");
}

function firstLine(text: string): string {
  const [line = ""] = text.split("\n");
  return line.length > mostCharacters ? `${line.slice(0, mostCharacters)}…` : line;
}

const indented = (text: string): string => text.replaceAll(/^/gm, "  ");
