import { describe, expect, it } from "vitest";
import { refused } from "./cases/refused.ts";
import { deployYml, problemsOf } from "./deploy-yml.ts";

describe("a deploy.yml is refused, with the place of the mistake, for", () => {
  it.each(Object.entries(refused))("%s", (_, [lines, ...problems]) => {
    expect(problemsOf(deployYml(lines))).toEqual(problems);
  });
});
