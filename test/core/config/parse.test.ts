import { describe, expect, it } from "vitest";
import { accepted } from "./cases/accepted.ts";
import { refused } from "./cases/refused.ts";
import { deployYml, parse, problemsOf } from "./deploy-yml.ts";

describe("a deploy.yml says", () => {
  it.each(Object.entries(accepted))("%s", (_, [lines, config]) => {
    expect(problemsOf(deployYml(lines))).toEqual([]);
    expect(parse(deployYml(lines))).toMatchObject({ config });
  });
});

describe("a deploy.yml is refused, with the place of the mistake, for", () => {
  it.each(Object.entries(refused))("%s", (_, [lines, ...problems]) => {
    expect(problemsOf(deployYml(lines))).toEqual(problems);
  });
});
