import { describe, expect, it } from "vitest";
import { knownVersions } from "../../../src/core/host/versions.ts";
import { describeVersions, versionsJson } from "../../../src/core/report/versions.ts";
import { aConfig, aContainer, aFacts, aHost, aRole, factsOfAll } from "../../support.ts";

const clock = Date.UTC(2026, 0, 20) / 1000;
const day = 86_400;
const roles = [aRole({ hosts: ["1.1.1.1", "1.1.1.2"] })];
const config = aConfig({ roles });
const image = (tag: string) => ({ id: `id-${tag}`, repository: "acme/app", tag });
const tags = ["c", "b", "a", "only-an-image", "latest", "latest-staging", "<none>"];
const live = aContainer({ version: "c", createdAt: clock - 90 });
const before = aContainer({ version: "b", state: "exited", createdAt: clock - 2 * day, finishedAt: clock - 80 });
const failed = aContainer({ version: "x", state: "exited", createdAt: clock - 1000, finishedAt: clock - 960 });
const first = aContainer({ version: "a", state: "exited", createdAt: clock - 3 * day, finishedAt: clock - 2 * day + 5 });

const facts = factsOfAll(
  aFacts("1.1.1.1", { clock, containers: [live, failed, before, first], images: tags.map(image) }),
  aFacts("1.1.1.2", {
    clock,
    containers: [live, before],
    images: [...tags.map(image).slice(0, 2), { ...image("z"), repository: "other/app" }],
  }),
);

describe("the versions that servers have something of", () => {
  const versions = knownVersions(config, facts);

  it("are listed with the newest first, those of which only an image is left at the end", () => {
    expect(versions.map(({ version }) => version)).toEqual(["c", "x", "b", "a", "only-an-image"]);
  });

  it("are marked as what they are good for", () => {
    const marks = versions.map(({ version, marks }) => [version, ...marks].join(" "));
    expect(marks).toEqual(["c live", "x", "b previous stable", "a", "only-an-image"]);
  });

  it("are found wherever they are", () => {
    const both = [aHost("1.1.1.1"), aHost("1.1.1.2")];
    expect(versions[0]).toMatchObject({ liveOn: both, imageOn: both, containersOn: both });
    expect(versions[3]).toMatchObject({ liveOn: [], imageOn: ["1.1.1.1"], containersOn: ["1.1.1.1"] });
    expect(versions[4]).toMatchObject({ imageOn: ["1.1.1.1"], containersOn: [], from: undefined, ranFor: undefined });
  });

  it("are those of containers that were moved aside, too, which ran longest if one has several", () => {
    const name = "app-web-b_replaced_0123456789abcdef";
    const again = aContainer({ version: "b", state: "exited", createdAt: clock - 100, finishedAt: clock - 95 });
    const containers = [live, again, { ...before, name }];
    const [, second, ...others] = knownVersions(config, factsOfAll(aFacts("1.1.1.1", { clock, containers })));
    expect(second).toMatchObject({ version: "b", from: clock - 2 * day, ranFor: 2 * day - 80 });
    expect(others).toEqual([]);
  });

  it("read as a table", () => {
    expect(describeVersions(versions, [...facts.keys()]).split("\n")).toEqual([
      "VERSION                          LIVE ON  RAN FROM           FOR       IMAGE ON  CONTAINERS ON",
      "c              live              all 2    2026-01-19T23:58Z  1 min     all 2     all 2",
      "x                                -        2026-01-19T23:43Z  40 s      -         1.1.1.1",
      "b              previous, stable  -        2026-01-18T00:00Z  1 d 23 h  all 2     all 2",
      "a                                -        2026-01-17T00:00Z  1 d       1.1.1.1   1.1.1.1",
      "only-an-image                    -                                     1.1.1.1   -",
    ]);
  });

  it("are told to programs in seconds and ISO times", () => {
    expect(versionsJson(versions)[2]).toEqual({
      ...{ version: "b", marks: ["previous", "stable"], liveOn: [], ranFrom: "2026-01-18T00:00:00.000Z", ranFor: 2 * day - 80 },
      ...{ imageOn: ["1.1.1.1", "1.1.1.2"], containersOn: ["1.1.1.1", "1.1.1.2"] },
    });
  });

  it("are none where nothing was ever deployed", () => {
    expect(describeVersions(knownVersions(config, factsOfAll(aFacts())), [])).toBe("No version of the app on any server.");
  });
});
