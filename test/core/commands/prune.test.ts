import { describe, expect, it } from "vitest";
import { prune } from "../../../src/core/commands/prune.ts";
import { aHome } from "../../shell/home.ts";

describe("pruning", () => {
  it("removes containers before the images that they were made from", async () => {
    using home = aHome({ docker: { "rm c2 c1": "c2\nc1\n", "rmi acme/app:1 ee10d06ea286": "Untagged: acme/app:1\n" } });
    const surplus = { containers: ["c2", "c1"], images: ["acme/app:1", "ee10d06ea286"] };
    expect((await home.run(prune(surplus))).code).toBe(0);
    expect(home.calls("docker")).toEqual(["rm c2 c1", "rmi acme/app:1 ee10d06ea286"]);
  });

  it("does not hold up a deploy that is live when Docker refuses, and says why", async () => {
    const refused = { complains: "Error: image is being used\n", exitCode: 1 };
    using home = aHome({ docker: { "rm c1": { complains: "Error: No such container\n", exitCode: 1 }, "rmi i1": refused } });
    expect(await home.run(prune({ containers: ["c1"], images: ["i1"] }))).toEqual({
      code: 0,
      output: "Error: No such container\nError: image is being used\n",
    });
  });

  it("runs nothing where there is nothing to remove", async () => {
    using home = aHome({ docker: {} });
    expect(await home.run(prune({ containers: [], images: [] }))).toEqual({ code: 0, output: "" });
    expect(home.calls("docker")).toEqual([]);
  });
});
