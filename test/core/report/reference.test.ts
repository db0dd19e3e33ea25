import { describe, expect, it } from "vitest";
import { appChapters } from "../../../src/core/config/guide/app.ts";
import { surroundingChapters } from "../../../src/core/config/guide/surroundings.ts";
import { configSchema } from "../../../src/core/config/json-schema.ts";
import { chapterNames, chapterText, referenceMarkdown } from "../../../src/core/report/reference.ts";
import { deployYml, problemsOf } from "../config/deploy-yml.ts";

describe("a chapter of the reference", () => {
  it.each(Object.entries({ ...appChapters, ...surroundingChapters }))(
    "has an example that can be deployed: %s",
    (_, { example }) => {
      expect(problemsOf(deployYml(example))).toEqual([]);
    },
  );

  it("explains every key", () => {
    const rows = referenceMarkdown()
      .split("\n")
      .filter((line) => line.startsWith("| `"));
    expect(rows.length).toBeGreaterThan(100);
    expect(rows.filter((row) => !/^\| `[^|]+` \| [^|]+ \| [^|]* \| [^|]{8,} \|$/.test(row))).toEqual([]);
  });

  it("says what a key is called, what it takes, its default, and what it is for", () => {
    expect(chapterText("boot")).toBe(`In which steps a new version reaches the hosts.

boot:
  limit: 25%
  wait: 10
  parallel_roles: true

The hosts of accessories count for the percentage too, as with Kamal.

limit (whole number)
  How many hosts start the new version at once: a number, or a percentage of all hosts such as 25% (rounded down, at least one). All at once by default.

wait (whole number, default: 0)
  Seconds to wait between groups of hosts.

parallel_roles (true or false, default: false)
  Start all roles of a host side by side, not one after another.`);
  });

  it("only names a section that has a chapter of its own", () => {
    expect(referenceMarkdown()).toContain("| `ROLE.env` | as [env](#env) |");
    expect(referenceMarkdown()).not.toContain("ROLE.env.clear");
  });

  it("shows the keys of the entries of lists and of maps with names of your own", () => {
    expect(referenceMarkdown()).toContain("| `NAME.files.local` | text | required |");
    expect(referenceMarkdown()).toContain("| `ROLE.options.restart` | string | `unless-stopped` |");
  });
});

it("the reference knows every root key", () => {
  const told = [...referenceMarkdown().matchAll(/^(?:## |\| `)([\w-]+)/gm)].map(([, name]) => name);
  expect(Object.keys(configSchema().properties ?? {}).filter((name) => !told.includes(name))).toEqual([]);
});

it.each([
  ["accessory", "accessories"],
  ["alias", "aliases"],
  ["configuration", "app"],
  ["role", "servers"],
])("Kamal's name %s means %s", (kamals, ours) => {
  expect(chapterText(ours)).toBeDefined();
  expect(chapterText(kamals)).toBe(chapterText(ours));
});

it("a chapter that is not there has no text", () => {
  expect(chapterText("constructor")).toBeUndefined();
  expect(chapterText("traefik")).toBeUndefined();
  expect(chapterNames).not.toContain("traefik");
});
