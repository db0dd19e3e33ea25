import type { MapTree } from "../yaml/tree.ts";
import { entriesAt, textsOf } from "./entries.ts";
import type { Note } from "./outcome.ts";
import { roles } from "./survey.ts";

/** Where secrets came from: files such as .env beside `config/`, and whether .kamal/secrets is there already. */
export interface SecretSources {
  readonly envFiles: readonly string[];
  readonly secretsFile: boolean;
}

/** How to go on with secrets, when there is no file of them that Kamal 2 would read. */
export function secretsNote(tree: MapTree, { envFiles, secretsFile }: SecretSources): readonly Note[] {
  const names = secretNames(tree);
  if (secretsFile || names.size === 0) return [];
  const before = envFiles.length === 0 ? "the environment" : envFiles.join(" and ");
  const template = envFiles.some((file) => file.endsWith(".erb")) ? " The commands of a template become $(command)." : "";
  const lines = [...names].map((name) => `${name}=$${name}`);
  return [
    {
      line: 1,
      message: `Secrets came from ${before}. Kamal 2 reads .kamal/secrets, where values may stand, or point to the environment.${template}\n${lines.join("\n")}`,
    },
  ];
}

/** The names that the file asks for: `NAME`, or `NAME:SECRET` for one that is called otherwise. */
function secretNames(tree: MapTree): ReadonlySet<string> {
  const owners = [[], ...roles(tree).map((role) => ["servers", role])];
  const accessories = entriesAt(tree, ["accessories"]).map(([name]) => ["accessories", name]);
  const tags = entriesAt(tree, ["env", "tags"]).map(([tag]) => ["env", "tags", tag, "secret"]);
  const lists = [
    ...[...owners, ...accessories].map((owner) => [...owner, "env", "secret"]),
    ...tags,
    ...["username", "password"].map((name) => ["registry", name]),
    ["builder", "secrets"],
  ];
  const entries = lists.flatMap((path) => entriesAt(tree, path.slice(0, -1)).filter(([name]) => name === path.at(-1)));
  const names = entries.flatMap(([, { value }]) => (value.kind === "list" ? textsOf(value) : []));
  return new Set(names.map((name) => name.split(":").at(-1) ?? name));
}
