import { describe, expect, it } from "vitest";
import { planDeploy } from "../../../src/core/plan/deploy.ts";
import { aHome } from "../../shell/home.ts";
import { aContainer, aFacts, aProxyContainer, aRelease, factsOfAll, shellOf } from "../../support.ts";
import { aWorld } from "../../world.ts";

/** Version 999 takes the place of a container of the same version. */
const again = planDeploy(
  aRelease(),
  factsOfAll(aFacts("1.1.1.1", { containers: [aContainer({ version: "999", id: "beef" }), aProxyContainer()] })),
  { prune: true },
);
const restore = "restore web 1.1.1.1";

async function ran(mishaps: Parameters<typeof aWorld>[0]): Promise<readonly string[]> {
  const world = aWorld(mishaps);
  await world.execute(again);
  return world.ran;
}

describe("a container that made way for another of its version", () => {
  it.each(["run web 1.1.1.1", "flip web 1.1.1.1"])("gets its name back last if this fails: %s", async (failing) => {
    expect((await ran({ failing })).slice(-2)).toEqual(["stop web 1.1.1.1", restore]);
  });

  it("gets it back where nothing was booted after it, and where its move may have been made", async () => {
    const cancelled = await ran({ cancelAfter: "move web 1.1.1.1" });
    expect(cancelled).not.toContain("run web 1.1.1.1");
    expect(cancelled).toContain(restore);
    expect(await ran({ losing: "move web 1.1.1.1" })).toContain(restore);
  });

  it("keeps the other where the new one serves, and where traffic could not be sent back", async () => {
    expect(await ran({})).not.toContain(restore);
    const stuck = aWorld({ failing: /deploy app-web --target=beef/, cancelAfter: "flip web 1.1.1.1" });
    await stuck.execute(again);
    expect(stuck.ran).not.toContain(restore);
  });

  const list = (name: string): string => `container ls --all --filter name=^${name}$ --quiet`;
  const [name, aside, failed] = ["", "_replaced_0123456789abcdef", "_failed_0123456789abcdef"].map((end) => `app-web-999${end}`);
  const there = (asideId: string, newId: string) => ({
    ...{ [list(`${aside}`)]: asideId, [list(`${name}`)]: newId },
    ...{ [`rename ${name} ${failed}`]: "", [`rename ${aside} ${name}`]: "" },
  });

  it.each([
    ["both are there", "beef", "feed", [`rename ${name} ${failed}`, `rename ${aside} ${name}`]],
    ["the new one was never made", "beef", "", [`rename ${aside} ${name}`]],
    ["it never moved", "", "beef", []],
  ])("is renamed as far as it is due: %s", async (_, asideId, newId, renames) => {
    using home = aHome({ docker: there(asideId, newId) });
    expect((await home.run(shellOf(again, restore))).code).toBe(0);
    expect(home.calls("docker").filter((call) => call.startsWith("rename"))).toEqual(renames);
  });

  it.each([
    ["the old one, where nobody knows whether it moved", "beef", []],
    ["the new one", "feed", ["stop feed"]],
  ])("is told from it by its id when that is stopped: %s has the name", async (_, id, stops) => {
    const own = list(`${name}`).replace("--quiet", "--filter label=service=app --quiet");
    using home = aHome({ docker: { [own]: id, "stop feed": "" } });
    expect((await home.run(shellOf(again, "stop web 1.1.1.1"))).code).toBe(0);
    expect(home.calls("docker").filter((call) => call.startsWith("stop"))).toEqual(stops);
  });
});
