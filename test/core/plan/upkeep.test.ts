import { describe, expect, it } from "vitest";
import { pruneContainers, pruneImages } from "../../../src/core/commands/prune.ts";
import { planAudit } from "../../../src/core/plan/audit.ts";
import { planPrune, planPruneContainers, planPruneImages } from "../../../src/core/plan/prune.ts";
import { planServerExec } from "../../../src/core/plan/server.ts";
import { aHome } from "../../shell/home.ts";
import { aConfig, aHost, anAccessory, aRelease, aRole, commandOf, outline, shellOf } from "../../support.ts";

const accessory = anAccessory({ hosts: ["c"] });
const config = aConfig({ roles: [aRole({ hosts: ["a", "b"] })], accessories: [accessory], retainContainers: 3 });
const release = aRelease({ config });

describe("upkeep", () => {
  it("is of every server, those of accessories among them", () => {
    for (const plan of [planAudit(release), planServerExec("uptime")(release), planPruneImages(release)])
      expect(plan.steps.map(({ host }): string => host)).toEqual(["a", "b", "c"]);
  });

  it("is within the scope of the run", () => {
    const scope = { hosts: [aHost("b")], roles: ["web"] };
    expect(outline(planAudit(aRelease({ config: { ...config, scope } })))).toEqual(["audit b ← "]);
  });

  it("prunes images once the containers that were made from them are gone everywhere", () => {
    const containers = ["a", "b", "c"].map((host) => `prune-containers ${host}`);
    expect(outline(planPrune(release)).slice(3)).toEqual(
      ["a", "b", "c"].map((host) => `prune-images ${host} ← ${containers.join(", ")}`),
    );
  });

  it("keeps as many containers as deploy.yml or the call says", () => {
    expect(commandOf(planPruneContainers(undefined)(release), "prune-containers a")).toContain("tail -n +4");
    expect(commandOf(planPruneContainers(1)(release), "prune-containers a")).toContain("tail -n +2");
  });

  it("runs a command on servers as it was typed, and writes it down", async () => {
    using home = aHome();
    const plan = planServerExec("echo $((1 + 1)); exit 3")(release);
    expect(await home.run(shellOf(plan, "exec a"))).toEqual({ code: 3, output: "2\n" });
    expect(home.read(".kamal/app-audit.log")).toMatch(
      /\[ann@example\.com\] Executed cmd 'echo \$\(\(1 \+ 1\)\); exit 3' on a\n$/,
    );
  });
});

describe("pruning by hand", () => {
  it("removes stopped containers but the newest", async () => {
    const stopped = "ps -q -a --filter label=service=app --filter status=created --filter status=exited --filter status=dead";
    using home = aHome({ docker: { [stopped]: "c4\nc3\nc2\nc1\n", "rm c2": "c2\n", "rm c1": "c1\n" } });
    expect(await home.run(pruneContainers(config, 2))).toEqual({ code: 0, output: "c2\nc1\n" });
  });

  it("keeps the images of containers, the latest, and those without a name of their own", async () => {
    const tags = ["acme/app:1", "acme/app:1.1", "acme/app:1x1", "acme/app:latest", "acme/app:<none>", "old/app:<none>"];
    using home = aHome({
      docker: {
        "image prune --force --filter label=service=app": "",
        "container ls --all --format {{.Image}} --filter label=service=app": "acme/app:1.1\nee10d06ea286\n",
        "image ls --filter label=service=app --format {{.Repository}}:{{.Tag}}": tags.map((tag) => `${tag}\n`).join(""),
        ...Object.fromEntries(["1", "1x1"].map((tag) => [`rmi acme/app:${tag}`, ""])),
      },
    });
    expect((await home.run(pruneImages(config))).code).toBe(0);
    expect(home.calls("docker").filter((call) => call.startsWith("rmi"))).toEqual([...["rmi acme/app:1", "rmi acme/app:1x1"]]);
  });

  it("removes nothing where there is nothing, which is no failure", async () => {
    using home = aHome({
      docker: {
        "image prune --force --filter label=service=app": "",
        "container ls --all --format {{.Image}} --filter label=service=app": "",
        "image ls --filter label=service=app --format {{.Repository}}:{{.Tag}}": "",
      },
    });
    expect((await home.run(pruneImages(config))).code).toBe(0);
  });
});
