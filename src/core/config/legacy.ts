import type { Path } from "./yaml/tree.ts";

/** Keys of Kamal 1 and MRSK that Kamal 2 refuses, with what took their place. `*` stands for any name. */
const replaced: Readonly<Record<string, string>> = {
  traefik: "This is a Kamal 1 setting. Kamal 2 uses kamal-proxy: see `proxy`.",
  healthcheck: "This is a Kamal 1 setting. It is `proxy.healthcheck` now; the port is `proxy.app_port`.",
  "servers/*/traefik": "This is a Kamal 1 setting. Write `proxy: true` or `proxy: false`.",
  "servers/*/healthcheck": "This is a Kamal 1 setting. It is `proxy.healthcheck` of the role now.",
  stop_wait_time: "This is a Kamal 1 setting. It is `drain_timeout` now, or `stop_timeout` for containers without the proxy.",
  audit_broadcast_cmd: "This is an MRSK setting. Use a post-deploy hook.",
  "builder/multiarch": "This is a Kamal 1 setting. Write `arch: [amd64, arm64]`, or one of them.",
  "builder/local": "Kamal 1 took arch and host here. Write `arch: ...` and `local: true`.",
  "builder/remote": "Kamal 1 took arch and host here. Write `arch: ...` and `remote: ssh://user@host`.",
};

export function legacyHint(path: Path): string | undefined {
  const exact = path.join("/");
  const anyRole = path.length === 3 ? [path[0], "*", path[2]].map(String).join("/") : exact;
  return replaced[exact] ?? replaced[anyRole];
}
