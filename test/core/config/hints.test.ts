import { describe, expect, it } from "vitest";
import { deployYml, parse, problemsOf } from "./deploy-yml.ts";

function hintOf(lines: string): string | undefined {
  const parsed = parse(deployYml(lines));
  return "problems" in parsed ? parsed.problems[0]?.hint : undefined;
}

describe("a misspelt key is answered with the nearest one:", () => {
  it.each([
    ["sevice: a\nservice: b", "Did you mean `service`?"],
    ["servers: {web: {hosts: [h], cdm: a}}", "Did you mean `cmd`?"],
    ["proxy: {appport: 80}", "Did you mean `app_port`?"],
    ["proxy: {healthcheck: {pth: /up}}", "Did you mean `path`?"],
    ["builder: {arch: amd64, cache: {tpye: gha}}", "Did you mean `type`?"],
    ["accessories: {db: {image: i, host: h, volume: []}}", "Did you mean `volumes`?"],
    ["drain_timout: 3", "Did you mean `drain_timeout`?"],
  ])("%s", (lines, hint) => {
    expect(hintOf(lines)).toBe(hint);
  });
});

it("an unknown key that resembles none is answered with all that are known, when they are few", () => {
  expect(hintOf("boot: {strategy: blue}")).toBe("Known keys here: limit, wait, parallel_roles.");
});

it("a value of the wrong kind is answered with what the key is for", () => {
  expect(hintOf("deploy_timeout: long")).toBe("Seconds a new container gets to become healthy. Default: 30.");
});

it.each([
  ["a date is said to be one", "env: {D: 2024-01-01}", "YAML reads it as a date. In quotes it stays text."],
  ["an empty variable is told how to be an empty text", "env:\n  A:", 'Nothing stands here. An empty text is "".'],
  ["an invisible character is named", "\u200bproxy: {}", "It holds an invisible character, U+200B: type it anew."],
  ["where there are many keys, the way to them is told", "wrong: 1", "`landfall docs` explains all keys."],
])("%s", (_, lines, hint) => {
  expect(hintOf(lines)).toBe(hint);
});

it("a key that is required and misspelt is told once", () => {
  expect(problemsOf(deployYml("").replace("service:", "servce:"))).toEqual(["2:1 unknown key: servce"]);
});

it("a file without servers is answered with where else they may stand", () => {
  const parsed = parse(deployYml("").replace(/^servers:.*$/m, ""));
  expect("problems" in parsed && parsed.problems).toMatchObject([
    {
      path: "servers",
      hint: "Do they stand in the file of a destination? Name it with -d, or with the action's input `destination`.",
    },
  ]);
});
