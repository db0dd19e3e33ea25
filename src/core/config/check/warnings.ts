import type { RoleHost } from "../config.ts";
import type { Layout } from "../resolve/layout.ts";
import { rawRoles } from "../resolve/roles.ts";
import type { RawConfig } from "../schema/root.ts";
import type { Finding } from "./findings.ts";
import { path } from "./roles.ts";

/** What Kamal takes without a word although it has no effect. */
export function configWarnings(raw: RawConfig, { accessories }: Layout): readonly Finding[] {
  return [
    ...(raw.run_directory === undefined
      ? []
      : [{ path: ["run_directory"], message: "has no effect: Kamal 2 always uses .kamal" }]),
    ...Object.entries(rawRoles(raw)).flatMap(([role, { hosts }]) => unknownTags(raw, role, hosts ?? [])),
    ...accessories
      .filter(({ hosts }) => hosts.length === 0)
      .map(({ name }) => ({ path: ["accessories", name], message: "runs nowhere: no server is meant" })),
    ...unreadCertificateKeys(raw),
    ...shadowedAliases(raw),
  ];
}

/** A tag may also only place an accessory; one that neither env nor an accessory names is likely misspelt. */
function unknownTags(raw: RawConfig, role: string, hosts: readonly RoleHost[]): readonly Finding[] {
  const placing = Object.values(raw.accessories ?? {}).flatMap(({ tag, tags }) => [
    ...(tags ?? []),
    ...(tag === undefined ? [] : [tag]),
  ]);
  const known = new Set([...Object.keys(raw.env?.tags ?? {}), ...placing]);
  const unknown = [...new Set(hosts.flatMap(({ tags }) => tags))].filter((tag) => !known.has(tag));
  return unknown.map((tag) => ({
    path: path(raw, role),
    message: `no env/tags and no accessory names the tag ${tag}, so it has no effect`,
  }));
}

/** Kamal has no such commands, so there an alias of this name works. */
const ownCommands: readonly string[] = ["check", "completion", "facts", "history", "plan", "preview"];

const shadowedAliases = ({ aliases = {} }: RawConfig): readonly Finding[] =>
  Object.keys(aliases)
    .filter((name) => ownCommands.includes(name))
    .map((name) => ({ path: ["aliases", name], message: `works with Kamal only: "landfall ${name}" is a command by itself` }));

function unreadCertificateKeys(raw: RawConfig): readonly Finding[] {
  const ssl = raw.proxy?.ssl;
  const keys =
    typeof ssl === "object" ? Object.keys(ssl).filter((key) => key !== "certificate_pem" && key !== "private_key_pem") : [];
  return keys.map((key) => ({
    path: ["proxy", "ssl", key],
    message: "has no effect: ssl knows certificate_pem and private_key_pem",
  }));
}
