import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { deployYml, problemsOf } from "../core/config/deploy-yml.ts";
import { generatedFiles, root } from "../setup/generated.ts";

const files = await generatedFiles();

it.each([...files.keys()])("%s is what the code makes (npm run docs)", async (path) => {
  expect(await readFile(join(root, path), "utf8")).toBe(files.get(path));
});

const examples = [...(files.get("docs/configuration.md") ?? "").matchAll(/^```yaml\n(.+?)^```$/gms)].map(([, text = ""]) => text);

it("the reference is full of examples", () => {
  expect(examples.length).toBeGreaterThan(10);
});

it.each(examples)("an example of the reference is a deploy.yml: %s", (text) => {
  expect(problemsOf(deployYml(text))).toEqual([]);
});
