import { checkConfig, missingDestination } from "./check/config.ts";
import type { Finding } from "./check/findings.ts";
import { configWarnings } from "./check/warnings.ts";
import type { Config } from "./config.ts";
import { schemaProblems } from "./issues.ts";
import { offerMigration } from "./legacy.ts";
import type { Problem } from "./problem.ts";
import { resolveConfig } from "./resolve/config.ts";
import { layoutOf, primaryHost } from "./resolve/layout.ts";
import { root } from "./schema/root.ts";
import type { Position, SourceFile } from "./source.ts";
import { readYaml } from "./yaml/read.ts";
import { type MapTree, mergeTrees, type Path, plainValue, positionAt } from "./yaml/tree.ts";

export interface ConfigFiles {
  readonly base: SourceFile;
  /** The destination's own file, whose settings stand over those of the base. */
  readonly destination?: SourceFile;
}

/** Where a setting stands, by its path from the root. */
export type Locate = (path: Path) => Position;

export type Parsed =
  | { readonly config: Config; readonly warnings: readonly Problem[]; readonly locate: Locate }
  | { readonly problems: readonly Problem[] };

/** Reads deploy.yml as Kamal would; all problems of a stage (syntax, schema, meaning) are told at once. */
export function parseConfig(files: ConfigFiles, { destination }: { readonly destination: string | undefined }): Parsed {
  const read = readFiles(files);
  if ("problems" in read) return read;
  const plain = withoutExtensions(read.tree);
  if (destination === undefined && plain.require_destination === true)
    return { problems: [placed(missingDestination, read.tree)] };
  const validated = root.safeParse(plain);
  if (!validated.success) return { problems: offerMigration(inOrder(schemaProblems(validated.error.issues, read.tree), files)) };
  const raw = validated.data;
  const layout = layoutOf(raw);
  const host = primaryHost(layout);
  const place = (finding: Finding) => placed(finding, read.tree);
  const problems = checkConfig(raw, layout, destination).map(place);
  if (host === undefined || problems.length > 0) return { problems: inOrder(problems, files) };
  const warnings = [...read.warnings, ...configWarnings(raw, layout).map(place)];
  const config = resolveConfig(raw, { ...layout, primaryHost: host }, destination);
  return { config, warnings, locate: (path) => positionAt(read.tree, path) };
}

/** As a person goes through the files. */
function inOrder(problems: readonly Problem[], { base }: ConfigFiles): readonly Problem[] {
  const isOver = ({ file }: Problem): number => Number(file !== base.path);
  return problems.toSorted((a, b) => isOver(a) - isOver(b) || a.line - b.line || a.column - b.column);
}

function placed({ path, message, hint }: Finding, tree: MapTree): Problem {
  return { ...positionAt(tree, path), path: path.join("/"), message, hint };
}

type Read = { readonly tree: MapTree; readonly warnings: readonly Problem[] } | { readonly problems: readonly Problem[] };

function readFiles({ base, destination }: ConfigFiles): Read {
  const readings = [base, ...(destination === undefined ? [] : [destination])].map(readYaml);
  const problems = readings.flatMap((reading) => ("problems" in reading ? reading.problems : []));
  if (problems.length > 0) return { problems };
  const trees = readings.flatMap((reading) => ("tree" in reading ? [reading.tree] : []));
  const warnings = readings.flatMap((reading) => ("tree" in reading ? reading.warnings : []));
  return { tree: trees.reduce(mergeTrees), warnings };
}

/** Root keys that start with `x-` are the user's own, for anchors; ours is read. */
function withoutExtensions(tree: MapTree): Record<string, unknown> {
  const entries = [...tree.entries].filter(([name]) => !name.startsWith("x-") || name === "x-landfall");
  return Object.fromEntries(entries.map(([name, { value }]) => [name, plainValue(value)]));
}
