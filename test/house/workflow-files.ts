import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } from "@actions/workflow-parser";
import { parse } from "yaml";
import { z } from "zod";
import { starterFiles } from "../../src/core/init/starter.ts";

export const root = join(import.meta.dirname, "../..");
export const textOf = (path: string): string => readFileSync(join(root, path), "utf8");

const filesIn = (folder: string): string[] =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith(".yml"))
    .map((name) => `${folder}/${name}`);

/** What runs in this repository. */
export const ownWorkflows = filesIn(".github/workflows");
export const exampleWorkflows = filesIn("examples/workflows");

/** Every workflow that we hand to others, by where it stands. */
export const offered: ReadonlyMap<string, string> = new Map([
  ...exampleWorkflows.map((path) => [path, textOf(path)] as const),
  ...starterFiles("shop").flatMap(({ path, text }) =>
    path.startsWith(".github/workflows/") ? [[`landfall init: ${path}`, text] as const] : [],
  ),
  ...["README.md", ...filesOf("docs")].flatMap(workflowsIn),
]);

function filesOf(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => `${folder}/${name}`);
}

/** The blocks of a page that are whole workflows. */
function workflowsIn(path: string): (readonly [string, string])[] {
  const blocks = [...textOf(path).matchAll(/^( *)```yaml\n(.+?)^ *```$/gms)].map(([, indent = "", text = ""]) =>
    text.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
  );
  return blocks.filter((text) => /^jobs:/m.test(text)).map((text, index) => [`${path}, workflow ${index + 1}`, text] as const);
}

/** What GitHub's own parser says against a workflow. */
export async function complaintsOf(name: string, content: string): Promise<string[]> {
  const { context, value } = parseWorkflow({ name, content }, new NoOperationTraceWriter());
  const found = context.errors.getErrors().map(({ message }) => message);
  if (found.length > 0 || !value) return [...found, ...(value ? [] : ["There is nothing in it"])];
  const { errors = [] } = await convertWorkflowTemplate(context, value);
  return errors.map(({ Message }) => Message);
}

const step = z.looseObject({ uses: z.string().optional(), with: z.record(z.string(), z.unknown()).optional() });
const workflow = z.looseObject({
  permissions: z.unknown(),
  jobs: z.record(z.string(), z.looseObject({ steps: z.array(step), "timeout-minutes": z.number().optional() })),
});

export const read = (text: string) => workflow.parse(parse(text));
export const stepsOf = (text: string) => Object.values(read(text).jobs).flatMap(({ steps }) => steps);
