import { describe, expect, it } from "vitest";
import { planDeploy } from "../../../src/core/plan/deploy.ts";
import type { Plan } from "../../../src/core/plan/plan.ts";
import { aContainer, aFacts, aProxyContainer, aRelease, commandOf, factsOfAll, outline } from "../../support.ts";
import { deploying, idsOf, needsOf } from "./deploying.ts";

describe("a deploy to one host", () => {
  it("boots, flips, then retires, tags and prunes, and looks at what it came to", () => {
    const mainline = outline(deploying({}, ["1.1.1.1"])).filter((line) => !/^(explain|return|stop|hold)/.test(line));
    expect(mainline).toEqual([
      "run web 1.1.1.1 ← ",
      "flip web 1.1.1.1 ← run web 1.1.1.1",
      "retire web 1.1.1.1 ← flip web 1.1.1.1",
      "tag 1.1.1.1 ← flip web 1.1.1.1",
      "prune 1.1.1.1 ← tag 1.1.1.1",
      "confirm web 1.1.1.1 ← retire web 1.1.1.1",
    ]);
  });

  it("retires nothing where nothing runs", () => {
    expect(idsOf(deploying()).filter((id) => id.startsWith("retire"))).toEqual([]);
  });

  it("prunes only if it is asked to", () => {
    expect(idsOf(deploying({}, [], { prune: false }))).not.toContain("prune 1.1.1.1");
  });

  it("retires every old container of the role that runs, and no other's", () => {
    const containers = [
      aContainer({ version: "123" }),
      aContainer({ version: "122", state: "restarting" }),
      aContainer({ version: "121", state: "exited" }),
      aContainer({ version: "5", role: "workers" }),
      aContainer({ version: "6", service: "other" }),
      aContainer({ version: "7", destination: "staging" }),
      aProxyContainer(),
    ];
    const plan = planDeploy(aRelease(), factsOfAll(aFacts("1.1.1.1", { containers })), { prune: true });
    expect(commandOf(plan, "retire web 1.1.1.1")).toBe("docker stop id-123 id-122 || true");
  });
});

describe("a deploy of a version that is there already", () => {
  const again = (state: string): Plan => {
    const containers = [aContainer({ version: "999", id: "beef", state }), aProxyContainer()];
    return planDeploy(aRelease(), factsOfAll(aFacts("1.1.1.1", { containers })), { prune: true });
  };

  it("moves the old container aside before it boots the new", () => {
    expect(idsOf(again("running")).slice(0, 3)).toEqual(["move web 1.1.1.1", "run web 1.1.1.1", "flip web 1.1.1.1"]);
    expect(needsOf(again("running"), "run web 1.1.1.1")).toEqual(["move web 1.1.1.1"]);
  });

  it("calls it as Kamal would, and records it", () => {
    expect(commandOf(again("running"), "move web 1.1.1.1")).toBe(
      "mkdir -p .kamal && printf '%s %s\\n' \"[$(date -u +%Y-%m-%dT%H:%M:%SZ)]\"" +
        " '[ann@example.com] [web] Renaming container 999 to 999_replaced_0123456789abcdef' >> .kamal/app-audit.log" +
        " && docker rename app-web-999 app-web-999_replaced_0123456789abcdef",
    );
  });

  it("goes back to it by its id, and retires it by its id, whatever it is called by then", () => {
    const plan = again("running");
    expect(commandOf(plan, "return web 1.1.1.1")).toContain("deploy app-web --target=beef:80 ");
    expect(commandOf(plan, "retire web 1.1.1.1")).toBe("docker stop beef || true");
  });

  it("moves one that has stopped aside, too, and has nothing to retire", () => {
    expect(idsOf(again("exited"))).toContain("move web 1.1.1.1");
    expect(idsOf(again("exited"))).not.toContain("retire web 1.1.1.1");
  });

  it("moves aside whatever has the name, as Kamal does, even if it has not the labels", () => {
    const containers = [aContainer({ name: "app-web-999", service: "", role: "" }), aProxyContainer()];
    const plan = planDeploy(aRelease(), factsOfAll(aFacts("1.1.1.1", { containers })), { prune: true });
    expect(idsOf(plan)).toContain("move web 1.1.1.1");
  });
});
