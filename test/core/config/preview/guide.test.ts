import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { deployYml, problemsOf } from "../deploy-yml.ts";

const guide = readFileSync(join(import.meta.dirname, "../../../../docs/guides/previews.md"), "utf8");
const examples = [...guide.matchAll(/```yaml\n(.*?)```/gs)].map(([, text = ""]) => text).filter((text) => !/^name:/.test(text));

it.each(examples)("the guide shows a deploy.yml that is accepted: %s", (text) => {
  expect(problemsOf(deployYml(text))).toEqual([]);
});

it("the guide shows some", () => {
  expect(examples.length).toBeGreaterThan(3);
});
