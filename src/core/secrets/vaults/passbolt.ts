import { z } from "zod";
import { effect, type Question, readTogether, understood } from "./call.ts";
import { cli, type Folders, findFolders, inFolder, isNamed } from "./passbolt-folders.ts";
import { fullNames, partsOf } from "./request.ts";
import { type Vault, VaultError } from "./vault.ts";

const answered = z.array(z.object({ name: z.string(), password: z.string() }));

export const passbolt: Vault = {
  title: cli.title,
  *converse(request) {
    const paths = fullNames(cli, request).map(partsOf);
    yield* effect(cli, {
      words: ["verify"],
      asks: true,
      failure: "could not log in to Passbolt",
      advice: "Check what `passbolt configure` has set up.",
    });
    const folders = yield* findFolders(paths.map((path) => path.slice(0, -1)));
    const [answer = ""] = yield* readTogether(cli, [question(paths, folders)], { asks: true });
    const values = new Map(understood(cli, answered, answer).map(({ name, password }) => [name, password]));
    requireAll(paths.map(nameOf), values);
    return values;
  },
};

const nameOf = (path: readonly string[]): string => path.at(-1) ?? "";

function question(paths: readonly (readonly string[])[], { listed, idOf }: Folders): Question {
  const filter = paths.map((path) => {
    const folder = idOf.get(path.slice(0, -1).join("/"));
    return folder === undefined ? isNamed(nameOf(path)) : `(${isNamed(nameOf(path))} && ${inFolder(folder)})`;
  });
  const places = listed.flatMap(({ id }) => ["--folder", id]);
  const columns = ["--column", "name", "--column", "password"];
  return {
    about: paths.map((path) => path.join("/")).join(", "),
    words: ["list", "resources", "--filter", filter.join(" || "), ...places, ...columns, "--json"],
  };
}

function requireAll(names: readonly string[], values: ReadonlyMap<string, string>): void {
  const missing = names.filter((name) => !values.has(name));
  if (missing.length === 0) return;
  throw new VaultError(
    `could not find ${missing.join(", ")} in Passbolt. Check the name, its folder, and that it is shared with this account.`,
  );
}
