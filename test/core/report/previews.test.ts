import { describe, expect, it } from "vitest";
import type { LivePreview } from "../../../src/core/host/previews.ts";
import { describePreviews, describeUpkeep, previewsAfter, previewTable } from "../../../src/core/report/previews.ts";
import { addresseeOf, typedCommand } from "../../../src/core/report/typed-command.ts";
import { previewUrl } from "../../../src/core/report/url.ts";
import { aContainer, aFacts, aHost, aVersion, factsOfAll } from "../../support.ts";
import { deployYml, parse } from "../config/deploy-yml.ts";
import { aNumber, thePreview, theShop } from "../config/preview/shop.ts";

const live: LivePreview = {
  ...{ number: aNumber(12), service: "shop-pr-12", address: "pr-12.example.com", state: "live", deployedAt: 1, age: 7200 },
  hosts: [aHost("web1")],
};
const asleep: LivePreview = { ...live, number: aNumber(3), address: undefined, state: "asleep", age: undefined };

describe("the list of previews", () => {
  it("has a line for each in a terminal", () => {
    expect(describePreviews([live, asleep]).split("\n")).toEqual([
      "PREVIEW  ADDRESS            STATE   DEPLOYED  HOSTS",
      "#12      pr-12.example.com  live    2 h ago   web1",
      "#3                          asleep            web1",
    ]);
    expect(describePreviews([])).toBe("There are no previews");
  });

  it("leads to them on the page of a run, with TLS where they have it", () => {
    expect(previewTable([live, asleep], { ssl: true, path: "", auth: undefined })).toContain(
      '<a href="https&#58;//pr-12.example.com">pr-12.example.com</a>',
    );
    expect(previewTable([live], { ssl: true, path: "", auth: undefined })).not.toContain("password");
    const auth = { username: "guest", password: "PREVIEW_PASSWORD" };
    expect(previewTable([live], { ssl: true, path: "", auth })).toMatch(
      /\n\nVisitors are asked for a user name and a password\.$/,
    );
    expect(previewUrl(live, { ssl: false, path: "/shop" })).toBe("http://pr-12.example.com/shop");
    expect(previewUrl(asleep, { ssl: true, path: "" })).toBeUndefined();
  });

  it("stands under a deploy with what was deployed just now first, and under no deploy of the app itself", () => {
    const others = ["shop-pr-7", "shop-pr-12"].map((service) => aContainer({ service, createdAt: 1_799_999_940 }));
    const report = {
      ...{ verb: "deploy", version: aVersion("1"), previous: undefined, digest: undefined, outcomes: [], execs: new Map() },
      ...{ startedAt: 0, endedAt: 0, facts: factsOfAll(aFacts("web1", { containers: others })) },
    };
    const shown = previewsAfter({ ...report, config: thePreview() }) ?? "";
    expect([...shown.matchAll(/&#35;(\d+)/g)].map(([, number]) => number)).toEqual(["12", "7"]);
    expect(shown).toContain("0 s ago");
    expect(previewsAfter({ ...report, config: theShop() })).toBeUndefined();
  });

  it("shows host names, and leads to the path where the app answers there, of this preview as of others", () => {
    const lines = "proxy: {host: a.x, path_prefixes: [/shop]}\nx-landfall: {preview: {host: 'pr-{number}.x'}}";
    const parsed = parse(deployYml(lines));
    if ("problems" in parsed) throw new Error(JSON.stringify(parsed.problems));
    const other = aContainer({ service: "shop-pr-7", preview: "shop-pr-7", address: "pr-7.x" });
    const facts = factsOfAll(aFacts("1.1.1.1", { containers: [other] }));
    const shown = previewsAfter({ config: thePreview(parsed.config), facts, outcomes: [] }) ?? "";
    expect(shown.match(/<a .*?<\/a>/g)).toEqual([
      '<a href="http&#58;//pr-12.x/shop">pr-12.x</a>',
      '<a href="http&#58;//pr-7.x/shop">pr-7.x</a>',
    ]);
  });
});

it("what was due is told with its reason", () => {
  expect(describeUpkeep([{ number: aNumber(3), result: "removed", reason: "its pull request is closed" }])).toBe(
    "#3: removed: its pull request is closed",
  );
  expect(describeUpkeep([])).toBe("There was nothing to do");
});

it("a command for a preview names it, behind its destination", () => {
  expect(typedCommand("lock release", addresseeOf({ ...thePreview(), destination: "staging" }))).toBe(
    "landfall lock release -d staging --preview 12",
  );
});
