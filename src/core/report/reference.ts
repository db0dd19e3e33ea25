import { appChapters } from "../config/guide/app.ts";
import type { Chapter } from "../config/guide/chapter.ts";
import { surroundingChapters } from "../config/guide/surroundings.ts";
import { configSchema, isSchema, type JsonSchema } from "../config/json-schema.ts";
import { type Key, keysBelow } from "../config/keys.ts";
import { markdownTable } from "./markdown.ts";

const chapters: Readonly<Record<string, Chapter>> = { ...appChapters, ...surroundingChapters };

/** The chapters of the reference, in the order in which a person needs them. */
export const chapterNames: readonly string[] = Object.keys(chapters);

/** What Kamal calls some of them. */
const kamalsNames: ReadonlyMap<string, string> = new Map([
  ["accessory", "accessories"],
  ["alias", "aliases"],
  ["configuration", "app"],
  ["role", "servers"],
]);

/** A chapter for a terminal, by our name or Kamal's; undefined when there is none of this name. */
export function chapterText(name: string): string | undefined {
  const chapter = contentsOf(kamalsNames.get(name) ?? name);
  if (chapter === undefined) return undefined;
  const keys = chapter.keys.map(({ path, kind, required, meaning, ...key }) => {
    const note = required ? "required" : key.default === undefined ? "" : `default: ${key.default}`;
    return `${path} (${[kind, note].filter((part) => part !== "").join(", ")})\n  ${meaning}`;
  });
  return [chapter.purpose, chapter.example, ...chapter.notes, ...keys].join("\n\n");
}

/** The whole reference for people, as Markdown. */
export const referenceMarkdown = (): string => chapterNames.map(chapterMarkdown).join("\n\n");

function chapterMarkdown(name: string): string {
  const chapter = contentsOf(name);
  if (chapter === undefined) return "";
  const { purpose, example, notes, keys } = chapter;
  const table = markdownTable(["Key", "Value", "Default", "Meaning"], keys.map(row));
  return [`## ${name}`, purpose, `\`\`\`yaml\n${example}\n\`\`\``, ...notes, ...(keys.length > 0 ? [table] : [])].join("\n\n");
}

function row({ path, kind, required, meaning, ...key }: Key): readonly string[] {
  const value = kind.replace(/^as (.+)$/, "as [$1](#$1)");
  return [code(path), value, required ? "required" : code(key.default), meaning];
}

const code = (text: string | undefined): string => (text === undefined ? "" : `\`${text}\``);

interface Contents {
  readonly purpose: string;
  readonly example: string;
  readonly notes: readonly string[];
  readonly keys: readonly Key[];
}

function contentsOf(name: string): Contents | undefined {
  const chapter = Object.hasOwn(chapters, name) ? chapters[name] : undefined;
  if (chapter === undefined) return undefined;
  const root = configSchema();
  const sections = sectionsOf(root);
  const section = sections[name] ?? withoutSections(root, sections);
  const { purpose = section.description ?? "", example, notes = [] } = chapter;
  return { purpose, example, notes, keys: keysBelow(name, section, sections) };
}

const sectionsOf = ({ properties = {} }: JsonSchema): Readonly<Record<string, JsonSchema>> =>
  Object.fromEntries(
    Object.entries(properties).filter((entry): entry is [string, JsonSchema] => entry[0] in chapters && isSchema(entry[1])),
  );

/** The keys that have no chapter of their own. */
function withoutSections(root: JsonSchema, sections: Readonly<Record<string, JsonSchema>>): JsonSchema {
  const properties = Object.entries(root.properties ?? {}).filter(([name]) => sections[name] === undefined);
  return { ...root, properties: Object.fromEntries(properties) };
}
