import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { optionInputs } from "../../src/action/inputs/options.ts";
import { listedCommands, theProgram } from "../cli/commands.ts";
import { root } from "./runner.ts";

const described = { description: z.string().min(10) };
const shape = z.looseObject({
  inputs: z.record(z.string(), z.strictObject({ ...described, required: z.literal(false), default: z.string() })),
  outputs: z.record(z.string(), z.strictObject(described)),
});
const { inputs, outputs } = shape.parse(parse(await readFile(join(root, "action.yml"), "utf8")));

it("declares exactly the inputs and outputs that the code knows", async () => {
  const source = await sourceOf("src/action");
  const read = namesIn(source, /\b(?:optional|flag|choice|secretInput)\(\s*"([a-z-]+)"/g);
  expect(Object.keys(inputs).sort()).toEqual([...new Set([...read, ...optionInputs.map(({ name }) => name)])].sort());
  expect(Object.keys(outputs).sort()).toEqual([...new Set(namesIn(source, /setOutput\("([a-z-]+)"/g))].sort());
});

it("has the inputs and outputs, their order and their defaults as the README shows them", async () => {
  const readme = await readFile(join(root, "README.md"), "utf8");
  const expected = Object.entries(inputs).map(([name, input]) => [name, input.default]);
  expect(rowsUnder("| Input | Meaning | Default |", readme).map(([name, , value]) => [name, value])).toEqual(expected);
  expect(rowsUnder("| Output | Meaning |", readme).map(([name]) => name)).toEqual(Object.keys(outputs));
});

/** Options whose input has another name. */
const renamed: Readonly<Record<string, string>> = {
  "lock-wait-timeout": "lock-timeout",
  "ssh-fingerprint": "ssh-fingerprints",
  verbose: "log-level",
  quiet: "log-level",
};
/** Options that a job needs no input for, and why. */
const needless: Readonly<Record<string, string>> = {
  json: "the outputs `result` and `plan` are JSON always",
  fleet: "the id of the run is the same in all its jobs",
  preview: "the command `preview` is told by the event",
  branch: "the same event has it",
  facts: "whoever tries out what a plan would be does so at a desk",
};

it.each(["deploy", "redeploy", "setup", "rollback"])("has an input for every option of %s", (name) => {
  const options = optionsOf(name).filter((option) => !(option in needless));
  expect(options.filter((option) => !((renamed[option] ?? option) in inputs))).toEqual([]);
});

it("knows no input as an option that no command takes", () => {
  const taken = new Set(listedCommands().flatMap(({ command }) => command.options.map(({ long }) => long)));
  const strays = optionInputs.filter(({ name, option = name }) => !taken.has(`--${option}`) && !taken.has(`--no-${option}`));
  expect(strays.map(({ name }) => name)).toEqual([]);
});

const optionsOf = (name: string): string[] =>
  (theProgram().commands.find((command) => command.name() === name)?.options ?? []).map(({ long = "" }) =>
    `${long}`.replace(/^--(no-)?/, ""),
  );

const namesIn = (source: string, pattern: RegExp): string[] => [...source.matchAll(pattern)].map(([, name = ""]) => name);

/** The cells of a table, without the marks of code. */
function rowsUnder(heading: string, text: string): string[][] {
  const [, table = ""] = text.split(`${heading}\n`);
  const [rows = ""] = table.split("\n\n");
  const cells = (row: string) => row.split(/(?<!\\)\|/).slice(1, -1);
  return rows
    .split("\n")
    .slice(1)
    .map((row) => cells(row).map((cell, index) => (index === 1 ? cell : cell.replaceAll("`", "")).trim()));
}

async function sourceOf(folder: string): Promise<string> {
  const files = await readdir(join(root, folder), { recursive: true });
  const sources = files.filter((file) => file.endsWith(".ts"));
  return (await Promise.all(sources.map((file) => readFile(join(root, folder, file), "utf8")))).join("\n");
}
