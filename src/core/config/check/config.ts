import { type Layout, primaryHost } from "../resolve/layout.ts";
import { isLocalRegistry } from "../schema/registry.ts";
import type { RawConfig } from "../schema/root.ts";
import { safeName } from "../schema/value.ts";
import { checkAccessories } from "./accessories.ts";
import type { Finding } from "./findings.ts";
import { checkLandfall } from "./landfall.ts";
import { checkProxies } from "./proxies.ts";
import { checkRoles } from "./roles.ts";
import { isVersionNumber, kamalVersion, newerThan } from "./version.ts";

/** What Kamal refuses when it looks at the whole file, beyond single values. */
export function checkConfig(raw: RawConfig, layout: Layout, destination: string | undefined): readonly Finding[] {
  return [
    ...checkDestination(destination),
    ...checkImage(raw),
    ...checkMinimumVersion(raw),
    ...checkRoles(raw, layout.roles),
    ...checkAccessories(raw, layout),
    ...checkHosts(raw, layout),
    ...checkProxies(raw, layout),
    ...checkBuilder(raw),
    ...checkLandfall(raw, layout, destination),
  ];
}

function checkDestination(destination: string | undefined): readonly Finding[] {
  if (destination === undefined || safeName.test(destination)) return [];
  return [
    {
      path: [],
      message: `the destination ${JSON.stringify(destination)} should hold letters, digits, hyphens, dots and underscores only`,
    },
  ];
}

/** What a file says that is not complete without a destination. */
export const missingDestination: Finding = {
  path: ["require_destination"],
  message: "You must specify a destination",
  hint: "Name it with -d, or with the action's input `destination`.",
};

function checkImage({ image, registry }: RawConfig): readonly Finding[] {
  if (image !== undefined || isLocalRegistry(registry.server)) return [];
  return [{ path: ["image"], message: "is required", hint: "The name of the image in the registry, such as acme/shop." }];
}

function checkHosts(raw: RawConfig, layout: Layout): readonly Finding[] {
  if (raw.servers !== undefined || raw.accessories === undefined || primaryHost(layout) !== undefined) return [];
  return [{ path: ["accessories"], message: "No servers or accessories specified", hint: "None of the accessories has a host." }];
}

function checkMinimumVersion({ minimum_version: minimum }: RawConfig): readonly Finding[] {
  if (minimum === undefined || minimum.trim() === "") return [];
  if (!isVersionNumber(minimum)) return [{ path: ["minimum_version"], message: "should be a version, such as 2.12.0" }];
  if (!newerThan(minimum, kamalVersion)) return [];
  return [
    {
      path: ["minimum_version"],
      message: `asks for Kamal ${minimum}, but Landfall reads files of Kamal ${kamalVersion} and older`,
    },
  ];
}

/** The registry on this machine reaches a remote builder through SSH alone; with one architecture, this machine may be the one that builds. */
function checkBuilder({ builder, registry }: RawConfig): readonly Finding[] {
  const { remote, arch, local } = builder;
  const buildsRemotely = remote !== undefined && (local === false || (Array.isArray(arch) && arch.length > 1));
  if (!buildsRemotely || !isLocalRegistry(registry.server) || remote.startsWith("ssh://")) return [];
  return [
    { path: ["builder", "remote"], message: "Local registry with remote builder requires an SSH URL (e.g., ssh://user@host)" },
  ];
}
