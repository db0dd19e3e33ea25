import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { root } from "./runner.ts";

const described = z.record(z.string(), z.looseObject({ description: z.string().min(10) }));
const shape = z.looseObject({
  inputs: z.record(
    z.string(),
    z.strictObject({ description: z.string().min(10), required: z.literal(false), default: z.string() }),
  ),
  outputs: described,
});

it("declares exactly the inputs and outputs that the code knows, each with a description", async () => {
  const { inputs, outputs } = shape.parse(parse(await readFile(join(root, "action.yml"), "utf8")));
  const source = await sourceOf("src/action");
  const read = source.matchAll(/(?:optional|secretInput|getInput)\("([a-z-]+)"\)/g);
  const set = source.matchAll(/setOutput\("([a-z-]+)"/g);
  expect(Object.keys(inputs).sort()).toEqual(names(read));
  expect(Object.keys(outputs).sort()).toEqual(names(set));
});

const names = (matches: Iterable<RegExpMatchArray>): string[] => [...new Set([...matches].map(([, name = ""]) => name))].sort();

async function sourceOf(folder: string): Promise<string> {
  const files = await readdir(join(root, folder));
  return (await Promise.all(files.map((file) => readFile(join(root, folder, file), "utf8")))).join("\n");
}
