import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { editorSchema } from "../../src/core/config/editor-schema.ts";
import { chapterNames, referenceMarkdown } from "../../src/core/report/reference.ts";
import { commandsGuide } from "./commands-guide.ts";

export const root = join(import.meta.dirname, "../..");
const address = "https://raw.githubusercontent.com/landfall/landfall/main/schema/deploy.schema.json";

/** The files of the repository that are made from its code: their paths from the root, and their texts. */
export async function generatedFiles(): Promise<ReadonlyMap<string, string>> {
  const contents = chapterNames.map((name) => `[${name}](#${name})`).join(", ");
  return new Map([
    ["schema/deploy.schema.json", `${JSON.stringify(editorSchema(address), undefined, 2)}\n`],
    ["docs/configuration.md", await filledIn("configuration.md", { address, contents, chapters: referenceMarkdown() })],
    ["docs/commands.md", await filledIn("commands.md", commandsGuide())],
  ]);
}

/** A page of `docs/templates` with its `{{parts}}`. */
async function filledIn(page: string, parts: Readonly<Record<string, string>>): Promise<string> {
  const template = await readFile(join(root, "docs/templates", page), "utf8");
  return template.replaceAll(/\{\{(\w+)\}\}/g, (whole, name: string) => parts[name] ?? whole);
}
