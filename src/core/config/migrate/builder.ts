import type { NewValue } from "../yaml/edit/change.ts";
import { sourceAt } from "../yaml/edit/outline.ts";
import { type MapTree, treeAt } from "../yaml/tree.ts";
import { entryAt, scalarAt, textOf } from "./entries.ts";
import { type LegacyFile, note, type Outcome, remove, set, setIfAbsent } from "./outcome.ts";
import type { Survey } from "./survey.ts";

/** Where Kamal 1 built, and for what. */
interface Build {
  readonly arch: readonly string[];
  readonly remote?: string;
  /** Also where this machine has the architecture. */
  readonly remoteOnly?: true;
  readonly remark?: string;
}

/** Whether a file builds the way of Kamal 1. */
export function hasLegacyBuilder(tree: MapTree): boolean {
  const isMap = (name: string): boolean => treeAt(tree, ["builder", name])?.kind === "map";
  return entryAt(tree, "builder", "multiarch") !== undefined || isMap("local") || isMap("remote");
}

/** Kamal 2 wants to be told the architectures; where Kamal 1 built for both, it still does. */
export function migrateBuilder(file: LegacyFile, survey: Survey, needs: { readonly arch: boolean }): readonly Outcome[] {
  const legacy = hasLegacyBuilder(file.tree);
  if (!legacy && !needs.arch) return [];
  const build = buildOf(file.merged, survey);
  const line = entryAt(file.tree, "builder")?.key().line ?? 1;
  return [
    ...setIfAbsent(file, ["builder", "arch"], oneOrList(build.arch)),
    ...(legacy ? machines(file, build) : []),
    ...(build.remark === undefined ? [] : [note(line, build.remark)]),
    ...(legacy ? dockerHost(file) : []),
  ];
}

const oneOrList = (arch: readonly string[]): NewValue =>
  arch.length === 1 ? (arch[0] ?? "") : { source: `[${arch.join(", ")}]`, comment: "" };

function buildOf(merged: MapTree, { localArch }: Survey): Build {
  const local = treeAt(merged, ["builder", "local"])?.kind === "map";
  const arch = (where: string): string => textOf(treeAt(merged, ["builder", where, "arch"]));
  const remote = textOf(treeAt(merged, ["builder", "remote", "host"]));
  if (scalarAt(merged, "builder", "multiarch") === false) return { arch: [localArch], remark: nativeRemark(localArch) };
  if (remote === "") return arch("local") === "" ? { arch: both, remark: bothRemark } : { arch: [arch("local")] };
  if (!local) return { arch: arch("remote") === "" ? both : [arch("remote")], remote, remoteOnly: true };
  return { arch: [...new Set([arch("local"), arch("remote")])].filter((name) => name !== ""), remote };
}

const both = ["amd64", "arm64"];
const bothRemark =
  "Kamal 1 built for amd64 and arm64 unless told otherwise. Name only the architecture of your servers, and builds get faster.";
const nativeRemark = (arch: string): string =>
  `Without multiarch, Kamal 1 built for the machine it ran on. This one is ${arch}; if deploys start elsewhere, name that architecture.`;

function machines({ tree, source }: LegacyFile, { remote, remoteOnly }: Build): readonly Outcome[] {
  const has = (name: string): boolean => treeAt(tree, ["builder", name])?.kind === "map";
  const written = sourceAt(source.text, ["builder", "remote", "host"]);
  const local = remoteOnly === true ? set(["builder", "local"], false) : remove("builder", "local");
  return [
    ...(has("remote")
      ? [
          remote === undefined
            ? remove("builder", "remote")
            : set(["builder", "remote"], written === undefined ? remote : { ...written, comment: "" }),
        ]
      : []),
    ...(has("local") || (remoteOnly === true && has("remote")) ? [local] : []),
    ...(entryAt(tree, "builder", "multiarch") === undefined ? [] : [remove("builder", "multiarch")]),
  ];
}

function dockerHost({ tree }: LegacyFile): readonly Outcome[] {
  const host = entryAt(tree, "builder", "local", "host");
  if (host === undefined) return [];
  return [
    note(
      host.key().line,
      "Builds on this machine use Docker as the docker command does; another socket is set by DOCKER_HOST or docker context.",
    ),
  ];
}
