import { NoOperationTraceWriter } from "@actions/workflow-parser";
import { parseAction } from "@actions/workflow-parser/actions/action-parser";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { complaintsOf, exampleWorkflows, offered, ownWorkflows, read, stepsOf, textOf } from "./workflow-files.ts";

const action = z.looseObject({ inputs: z.record(z.string(), z.unknown()), outputs: z.record(z.string(), z.unknown()) });
const { inputs, outputs } = action.parse(parse(textOf("action.yml")));
const ours = "landfall/landfall@v1";

describe("GitHub's own parser", () => {
  it("takes action.yml", () => {
    const content = textOf("action.yml");
    const { context } = parseAction({ name: "action.yml", content }, new NoOperationTraceWriter());
    expect(context.errors.getErrors().map(({ message }) => message)).toEqual([]);
  });

  it.each(ownWorkflows)("takes %s", async (path) => {
    expect(await complaintsOf(path, textOf(path))).toEqual([]);
  });

  it.each([...offered])("takes %s", async (name, text) => {
    expect(await complaintsOf(name, text)).toEqual([]);
  });

  it.each([
    ["a key that no workflow has", "on: push\njobs:\n  a:\n    runs-on: x\n    step: []\n"],
    ["an expression with a mistake", "on: push\njobs:\n  a:\n    runs-on: x\n    steps: [{run: '${{ github..sha }}'}]\n"],
    ["a job that needs one that is not there", "on: push\njobs:\n  a:\n    runs-on: x\n    needs: b\n    steps: [{run: x}]\n"],
  ])("refuses %s", async (_, text) => {
    expect(await complaintsOf("bad.yml", text)).not.toEqual([]);
  });
});

describe("a workflow that we offer", () => {
  it.each([...offered])("uses our action with inputs that it has: %s", (_, text) => {
    const uses = stepsOf(text).filter((step) => step.uses === ours);
    expect(uses).not.toEqual([]);
    expect(uses.flatMap((step) => Object.keys(step.with ?? {})).filter((name) => !(name in inputs))).toEqual([]);
  });

  it.each([...offered])("reads outputs that it has: %s", (_, text) => {
    const names = [...text.matchAll(/steps\.[\w-]+\.outputs\.([\w-]+)/g)].map(([, name = ""]) => name);
    expect(names.filter((name) => !(name in outputs))).toEqual([]);
  });

  it.each([...offered])("says what its token may do, and is on nobody's branch twice: %s", (_, text) => {
    expect(read(text).permissions).toBeDefined();
    expect(text).not.toMatch(/cancel-in-progress: true/);
  });

  it("deploys to production in 15 lines", () => {
    const lines = textOf("examples/workflows/deploy.yml").trimEnd().split("\n");
    expect(lines.length).toBeLessThanOrEqual(15);
  });

  it("gives pull requests previews in 20 lines", () => {
    const lines = textOf("examples/workflows/preview.yml").trimEnd().split("\n");
    expect(lines.length).toBeLessThanOrEqual(20);
  });

  it("is in examples/ for each thing that people do", () => {
    const names = exampleWorkflows.map((path) => path.split("/").at(-1));
    expect(names).toEqual(
      expect.arrayContaining(["deploy.yml", "rollback.yml", "preview.yml", "health.yml", "matrix.yml", "promote.yml"]),
    );
  });

  it.each(["deploy", "rollback", "preview"])("is the same in examples/ and from landfall init: %s", (name) => {
    expect(offered.get(`landfall init: .github/workflows/${name}.yml`)).toBe(textOf(`examples/workflows/${name}.yml`));
  });
});

describe("a workflow of this repository", () => {
  it.each(ownWorkflows)("names the actions of others by their commit: %s", (path) => {
    const used = [...textOf(path).matchAll(/uses: (.+)$/gm)].map(([, name = ""]) => name);
    expect(used.filter((name) => !/^[\w-]+(\/[\w-]+)+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(name))).toEqual([]);
  });

  it.each(ownWorkflows)("may only read, unless a job says otherwise, and ends by itself: %s", (path) => {
    const { permissions, jobs } = read(textOf(path));
    expect(permissions).toEqual({ contents: "read" });
    expect(Object.values(jobs).filter((job) => job["timeout-minutes"] === undefined)).toEqual([]);
  });
});
