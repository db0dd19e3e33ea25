import { entriesAt, entryAt, textOf } from "./entries.ts";
import { type LegacyFile, noteAt, type Outcome, remove } from "./outcome.ts";
import { roles } from "./survey.ts";

/** Root keys that have another name now, or none. */
export function migrateRootKeys({ tree }: LegacyFile): readonly Outcome[] {
  return [...stopWaitTime({ tree }), ...auditBroadcast({ tree }), ...runDirectory({ tree })];
}

type OfTree = Pick<LegacyFile, "tree">;

function stopWaitTime({ tree }: OfTree): readonly Outcome[] {
  const entry = entryAt(tree, "stop_wait_time");
  if (entry === undefined) return [];
  const path = ["stop_wait_time"];
  return [
    entryAt(tree, "drain_timeout") === undefined ? { kind: "rename", path, to: "drain_timeout" } : remove(...path),
    noteAt(
      entry,
      "drain_timeout is how long requests may take to end, and containers without the proxy to stop. Containers behind the proxy then have 10 seconds to stop; `stop_timeout` changes that.",
    ),
  ];
}

function auditBroadcast({ tree }: OfTree): readonly Outcome[] {
  const entry = entryAt(tree, "audit_broadcast_cmd");
  if (entry === undefined) return [];
  const hook = `#!/bin/sh\n${textOf(entry.value)} "[$KAMAL_PERFORMER] $KAMAL_COMMAND of $KAMAL_SERVICE_VERSION"`;
  return [
    remove("audit_broadcast_cmd"),
    noteAt(entry, `A hook does this now. Write an executable .kamal/hooks/post-deploy:\n${hook}`),
  ];
}

function runDirectory({ tree }: OfTree): readonly Outcome[] {
  const entry = entryAt(tree, "run_directory");
  if (entry === undefined) return [];
  return [
    remove("run_directory"),
    noteAt(entry, `Kamal 2 always keeps its files in .kamal of the login's home; those in ${textOf(entry.value)} can go.`),
  ];
}

/** Kamal 2 has a network of its own, and Docker before version 25 takes only one when a container starts. */
export function networkNotes({ tree }: LegacyFile): readonly Outcome[] {
  const places = [
    ...roles(tree).map((role) => ["servers", role, "options"]),
    ...entriesAt(tree, ["accessories"]).map(([name]) => ["accessories", name, "options"]),
  ];
  return places.flatMap((path) => {
    const entry = entryAt(tree, ...path, "network");
    return entry === undefined
      ? []
      : [
          noteAt(
            entry,
            "All containers are in the network kamal now, where they find each other by name: this network may no longer be needed.",
          ),
        ];
  });
}
