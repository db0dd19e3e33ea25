import { expect, it } from "vitest";
import { bootGroups } from "../../../src/core/config/placement.ts";
import { deployYml, parse } from "./deploy-yml.ts";

const groupsOf = (lines: string): string[][] => {
  const parsed = parse(deployYml(lines));
  if (!("config" in parsed)) throw new Error(parsed.problems.map(({ message }) => message).join());
  return bootGroups(parsed.config);
};

// Kamal counts every host of the file once (config.all_hosts.count, lib/kamal/configuration/boot.rb).
it.each([
  [
    "counts a host once though it runs an accessory as well",
    "50%",
    "a",
    [
      ["a", "b"],
      ["c", "d"],
    ],
  ],
  ["counts a host that runs only an accessory", "50%", "[e, f]", [["a", "b", "c"], ["d"]]],
  [
    "is rounded down",
    "70%",
    "a",
    [
      ["a", "b"],
      ["c", "d"],
    ],
  ],
  ["is one host at least", "1%", "a", [["a"], ["b"], ["c"], ["d"]]],
])("a limit in percent %s", (_, limit, accessoryHosts, groups) => {
  const hosts = accessoryHosts.startsWith("[") ? "hosts" : "host";
  const lines = [
    "servers: [a, b, c, d]",
    `boot: { limit: "${limit}", wait: 1 }`,
    `accessories: { db: { image: postgres, ${hosts}: ${accessoryHosts} } }`,
  ];
  expect(groupsOf(lines.join("\n"))).toEqual(groups);
});

// Kamal takes the hosts of all roles by the roles' names, then moves those of the primary role to the front (Commander::Specifics).
it("hosts come in the order of their roles' names, those of the primary role first", () => {
  const roles = "servers: { api: [b, c], web: [a, b], jobs: [d, a] }";
  expect(groupsOf(roles)).toEqual([["b", "a", "c", "d"]]);
  expect(groupsOf(`${roles}\nboot: { limit: 2 }`)).toEqual([
    ["b", "a"],
    ["c", "d"],
  ]);
});
