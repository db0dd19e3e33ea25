import { z } from "zod";
import { type Cli, readTogether, understood } from "./call.ts";
import { type Talk, VaultError } from "./vault.ts";

export const cli: Cli = { title: "Passbolt", program: "passbolt" };

const folder = z.object({ id: z.string(), name: z.string(), folder_parent_id: z.string().nullish() });
type Folder = z.infer<typeof folder>;

export interface Folders {
  /** All that Passbolt gave, in its order. */
  readonly listed: readonly Folder[];
  /** By path. */
  readonly idOf: ReadonlyMap<string, string>;
}

/** A condition of `--filter`, in Google's Common Expression Language, whose strings are written as JSON's. */
export const isNamed = (name: string): string => `Name == ${JSON.stringify(name)}`;
/** The same, of the folder that holds something. */
export const inFolder = (id: string): string => `FolderParentID == ${JSON.stringify(id)}`;

/** Looks folders up from the top down. @throws VaultError that names those that are not there */
export function* findFolders(paths: readonly (readonly string[])[]): Talk<Folders> {
  const wanted = new Map(paths.filter(({ length }) => length > 0).map((path) => [path.join("/"), path]));
  if (wanted.size === 0) return { listed: [], idOf: new Map() };
  const topNames = new Set([...wanted.values()].flatMap(([top]) => top ?? []));
  const tops = yield* list([...topNames].map(isNamed).join(" || "));
  const listed = [...tops];
  const idOf = new Map<string, string>();
  for (const [path, [top = "", ...below]] of wanted) {
    const trail = yield* descend(topNamed(tops, top), below);
    listed.push(...trail.listed);
    if (trail.end !== undefined) idOf.set(path, trail.end.id);
  }
  requireAll([...wanted.keys()].filter((path) => !idOf.has(path)));
  return { listed, idOf };
}

/** Passbolt finds a name at any depth. */
function topNamed(folders: readonly Folder[], name: string): Folder | undefined {
  const named = folders.filter((candidate) => candidate.name === name);
  return named.find(({ folder_parent_id }) => !folder_parent_id) ?? named[0];
}

interface Trail {
  readonly listed: readonly Folder[];
  readonly end: Folder | undefined;
}

function* descend(from: Folder | undefined, [name, ...below]: readonly string[]): Talk<Trail> {
  if (from === undefined || name === undefined) return { listed: [], end: from };
  const inside = yield* list(`${isNamed(name)} && ${inFolder(from.id)}`);
  const { listed, end } = yield* descend(inside[0], below);
  return { listed: [...inside, ...listed], end };
}

function* list(filter: string): Talk<readonly Folder[]> {
  const words = ["list", "folders", "--filter", filter, "--json"];
  const [answer = ""] = yield* readTogether(cli, [{ about: "folders", words }], { asks: true });
  return understood(cli, z.array(folder), answer);
}

function requireAll(missing: readonly string[]): void {
  if (missing.length === 0) return;
  const noun = missing.length === 1 ? "the folder" : "the folders";
  throw new VaultError(
    `could not find ${noun} ${missing.join(", ")} in Passbolt. Check the spelling, and that this account may see it.`,
  );
}
