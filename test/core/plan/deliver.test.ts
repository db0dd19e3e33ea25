import { describe, expect, it } from "vitest";
import { planDeliver } from "../../../src/core/plan/deliver.ts";
import { hasFailed } from "../../../src/core/report/report.ts";
import { aConfig, aHost, aRelease, aRole, commandOf, endings, outline } from "../../support.ts";
import { aWorld } from "../../world.ts";

const hosts = [aHost("a"), aHost("b")];
const release = aRelease({ config: aConfig({ roles: [aRole({ hosts })] }) });
const plan = planDeliver(release, { pullOn: hosts });

describe("delivering a version", () => {
  it("takes the lock, then pulls and looks again everywhere", () => {
    expect(outline(plan).slice(0, -1)).toEqual([
      "lock ← ",
      "pull a ← lock",
      "look a ← pull a",
      "pull b ← lock",
      "look b ← pull b",
    ]);
  });

  it("pulls, checks that the image is this service's, and records it", () => {
    expect(commandOf(plan, "pull a")).toBe(
      "docker pull --quiet acme/app:999 && { { docker inspect -f '{{ .Config.Labels.service }}' acme/app:999 | grep -x app >/dev/null" +
        ` || { echo 'Image acme/app:999 is missing the '\\''service'\\'' label'; exit 1; }; }\n} && mkdir -p .kamal` +
        ` && printf '%s %s\\n' "[$(date -u +%Y-%m-%dT%H:%M:%SZ)]" '[ann@example.com] Pulled image with version 999' >> .kamal/app-audit.log`,
    );
  });

  it("only looks again where the image is already: a rollback", () => {
    const rollback = planDeliver(release, { pullOn: [] });
    expect(outline(rollback).slice(0, -1)).toEqual(["lock ← ", "look a ← lock", "look b ← lock"]);
  });

  it("keeps the lock for the deploy that follows when all goes well", async () => {
    const world = aWorld();
    const outcomes = await world.execute(plan);
    expect(endings(outcomes).at(-1)).toBe("unlock: skipped");
    expect(hasFailed(outcomes)).toBe(false);
  });

  it.each(["pull a", "look b"])("gives the lock back if this fails: %s", async (failing) => {
    const world = aWorld({ failing });
    await world.execute(plan);
    expect(world.ran.at(-1)).toBe("unlock");
  });

  it("leaves a lock alone that it did not get", async () => {
    const world = aWorld({ failing: "lock" });
    await world.execute(plan);
    expect(world.ran).toEqual(["lock"]);
  });

  it("leaves the lock alone when it is cancelled before it asks for it", async () => {
    const world = aWorld({ cancelled: true });
    await world.execute(plan);
    expect(world.ran).toEqual([]);
  });

  it.each(["pull a", "look a", "pull b", "look b"])(
    "gives the lock back when it is cancelled before: %s",
    async (cancelBefore) => {
      const world = aWorld({ cancelBefore });
      await world.execute(plan);
      expect(world.ran.at(-1)).toBe("unlock");
    },
  );

  it("gives the lock back, and is no success, when it is cancelled right after it got it", async () => {
    const world = aWorld({ cancelAfter: "lock" });
    const outcomes = await world.execute(plan);
    expect(world.ran.at(-1)).toBe("unlock");
    expect(hasFailed(outcomes)).toBe(true);
  });

  it("gives the lock back when it may have got it, but was cancelled before it knew", async () => {
    const world = aWorld({ cancelDuring: "lock" });
    await world.execute(plan);
    expect(world.ran).toEqual(["lock", "unlock"]);
  });

  it("gives the lock back when it may have got it, but the connection was lost before it knew", async () => {
    const world = aWorld({ losing: "lock" });
    await world.execute(plan);
    expect(world.ran).toEqual(["lock", "unlock"]);
  });
});
