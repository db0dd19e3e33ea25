import { expect, it } from "vitest";
import type { Fate } from "../../../../src/core/report/fates.ts";
import { whereabouts } from "../../../../src/core/report/summary/whereabouts.ts";
import { manyHosts } from "../record.ts";

const at = (version: string) => ({ kind: "version", version }) as const;
const shown = (all: readonly Fate[]): string => whereabouts(all).join("");
const aFate = (host: string, over: Partial<Fate> = {}): Fate => ({
  ...{ host, role: "web", serves: true, before: at("1"), now: at("2"), uncertain: false },
  ...over,
});

it("has a row for each role on each host", () => {
  expect(shown([aFate("a"), aFate("a", { role: "jobs", before: { kind: "nothing" }, uncertain: true })]).split("\n")).toEqual([
    ...["### What is where", "", "| Host | Role | Before | Now |", "| --- | --- | --- | --- |"],
    "| <code>a</code> | web | <code>1</code> | <code>2</code> |",
    "| <code>a</code> | jobs | nothing | <code>2</code> ⚠️ not sure |",
  ]);
});

it("puts many hosts of which the same is true together, and names those that differ", () => {
  const [open = "", folded = ""] = shown([...manyHosts(200).map((host) => aFate(host)), aFate("odd", { now: at("1") })]).split(
    "<details>",
  );
  expect(open.split("\n").slice(4)).toEqual([
    "| 200 hosts | web | <code>1</code> | <code>2</code> |",
    "| <code>odd</code> | web | <code>1</code> | <code>1</code> |",
    ...["", ""],
  ]);
  expect(folded.match(/^\| <code>/gm)).toHaveLength(201);
});
