import type { Problem } from "./problem.ts";
import { type MapTree, type Path, type Tree, treeAt } from "./yaml/tree.ts";

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

/** Kamal 2 has these keys too; Kamal 1 wrote a map. */
const mapsOnly = ["builder/local", "builder/remote"];

/** What took the place of a key of Kamal 1 or MRSK; undefined for all others. */
export function legacyHint(path: Path): string | undefined {
  const exact = path.join("/");
  const anyRole = path.length === 3 ? [path[0], "*", path[2]].map(String).join("/") : exact;
  return replaced[exact] ?? replaced[anyRole];
}

/** Tells once for each file, at the first of its problems with Kamal 1, what rewrites it. */
export function offerMigration(problems: readonly Problem[]): readonly Problem[] {
  const isLegacy = ({ hint }: Problem): boolean => Object.values(replaced).some((text) => text === hint);
  const first = problems.filter(
    (problem, index) =>
      isLegacy(problem) && problems.findIndex((other) => other.file === problem.file && isLegacy(other)) === index,
  );
  return problems.map((problem) =>
    first.includes(problem) ? { ...problem, hint: `${problem.hint} \`landfall config migrate\` rewrites this file.` } : problem,
  );
}

/** Whether a file says something the way of MRSK or Kamal 1. */
export function hasLegacyKey(tree: MapTree): boolean {
  return Object.keys(replaced).some((pattern) =>
    placesOf(tree, pattern.split("/")).some((place) => !mapsOnly.includes(pattern) || place.kind === "map"),
  );
}

/** What stands at a path in which `*` is any key. */
function placesOf(tree: Tree, [step, ...rest]: readonly string[]): readonly Tree[] {
  if (step === undefined) return [tree];
  const named = treeAt(tree, [step]);
  const children = step !== "*" ? [named] : tree.kind === "map" ? [...tree.entries.values()].map(({ value }) => value) : [];
  return children.flatMap((child) => (child === undefined ? [] : placesOf(child, rest)));
}
