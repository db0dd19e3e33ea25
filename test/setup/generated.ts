import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { editorSchema } from "../../src/core/config/editor-schema.ts";
import { chapterNames, referenceMarkdown } from "../../src/core/report/reference.ts";

export const root = join(import.meta.dirname, "../..");
const address = "https://raw.githubusercontent.com/landfall/landfall/main/schema/deploy.schema.json";

/** The files of the repository that are made from the schema of deploy.yml: their paths from the root, and their texts. */
export async function generatedFiles(): Promise<ReadonlyMap<string, string>> {
  const template = await readFile(join(root, "docs/templates/configuration.md"), "utf8");
  const parts = new Map([
    ["{{address}}", address],
    ["{{contents}}", chapterNames.map((name) => `[${name}](#${name})`).join(", ")],
    ["{{chapters}}", referenceMarkdown()],
  ]);
  return new Map([
    ["schema/deploy.schema.json", `${JSON.stringify(editorSchema(address), undefined, 2)}\n`],
    ["docs/configuration.md", template.replaceAll(/\{\{\w+\}\}/g, (part) => parts.get(part) ?? part)],
  ]);
}
