import { describe, expect, it } from "vitest";
import { accepted } from "./cases/accepted.ts";
import { acceptedOfLandfall } from "./cases/accepted-of-landfall.ts";
import { refused } from "./cases/refused.ts";
import { refusedOfLandfall } from "./cases/refused-of-landfall.ts";
import { refusedOfPreviews } from "./cases/refused-of-previews.ts";
import { wrongKinds } from "./cases/wrong-kinds.ts";
import { wrongKindsOfAccessories } from "./cases/wrong-kinds-of-accessories.ts";
import { wrongKindsOfConnections } from "./cases/wrong-kinds-of-connections.ts";
import { wrongKindsOfProxies } from "./cases/wrong-kinds-of-proxies.ts";
import { deployYml, parse, problemsOf } from "./deploy-yml.ts";

const everyMistake = [
  refused,
  refusedOfLandfall,
  refusedOfPreviews,
  wrongKinds,
  wrongKindsOfProxies,
  wrongKindsOfConnections,
  wrongKindsOfAccessories,
].flatMap((cases) => Object.entries(cases));

describe("a deploy.yml says", () => {
  it.each(Object.entries({ ...accepted, ...acceptedOfLandfall }))("%s", (_, [lines, config]) => {
    expect(problemsOf(deployYml(lines))).toEqual([]);
    expect(parse(deployYml(lines))).toMatchObject({ config });
  });
});

describe("a deploy.yml is refused, with the place of the mistake, for", () => {
  it.each(everyMistake)("%s", (_, [lines, ...problems]) => {
    expect(problemsOf(deployYml(lines))).toEqual(problems);
  });
});
