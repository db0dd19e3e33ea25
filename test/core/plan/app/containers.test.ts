import { describe, expect, it } from "vitest";
import * as containers from "../../../../src/core/plan/app/containers.ts";
import { planAppLogs } from "../../../../src/core/plan/app/logs.ts";
import { planAppLive, planAppMaintenance } from "../../../../src/core/plan/app/service.ts";
import { aConfig, aRelease, aRole, aVersion, aWorker, commandOf, outline } from "../../../support.ts";

const web = aRole({ hosts: ["a", "b"] });
const api = aRole({ name: "api", hosts: ["b"], stopTimeout: 7 });
const workers = aWorker({ hosts: ["b", "c"] });
const config = aConfig({ roles: [web, api, workers], drainTimeout: 20 });
const release = aRelease({ config, version: aVersion("999") });

describe("starting the app", () => {
  it("goes through the roles of a host in turn, unless they may boot side by side", () => {
    const steps = [
      "start web a ← ",
      "start web b ← ",
      "start api b ← start web b",
      "start workers b ← start api b",
      "start workers c ← ",
    ];
    expect(outline(containers.planAppStart(release))).toEqual(steps);
    const boot = { ...config.boot, parallelRoles: true };
    expect(outline(containers.planAppStart({ ...release, config: { ...config, boot } }))).toEqual(
      steps.map((step) => step.replace(/←.*/, "← ")),
    );
  });

  it("sends traffic to roles that take it, and only to them", () => {
    const plan = containers.planAppStart(release);
    expect(commandOf(plan, "start api b")).toMatch(
      /docker start app-api-999 \|\| true\n.*kamal-proxy deploy app-api --target="\$id":80/s,
    );
    expect(commandOf(plan, "start workers b")).not.toContain("kamal-proxy");
  });
});

describe("stopping the app", () => {
  it("takes roles out of the proxy first, and gives each its time", () => {
    const plan = containers.planAppStop(release);
    expect(commandOf(plan, "stop api b")).toMatch(/kamal-proxy remove app-api.*xargs -r docker stop -t 7\n\}$/s);
    expect(commandOf(plan, "stop workers c")).toMatch(/xargs -r docker stop -t 20\n\}$/);
    expect(commandOf(plan, "stop workers c")).not.toContain("kamal-proxy");
    expect(commandOf(plan, "stop web a")).toMatch(/xargs -r docker stop\n\}$/);
  });
});

describe("looking at the app", () => {
  it("asks each host once for containers, images and the version of its first role", () => {
    const hosts = (name: string) => [`${name} b ← `, `${name} a ← `, `${name} c ← `];
    expect(outline(containers.planAppContainers(release))).toEqual(hosts("containers"));
    expect(outline(containers.planAppImages(release))).toEqual(hosts("images"));
    const versions = containers.planAppVersion(release);
    expect(outline(versions)).toEqual(hosts("version"));
    expect(commandOf(versions, "version b")).toContain("label=role=web ");
    expect(commandOf(versions, "version c")).toContain("label=role=workers ");
  });

  it("asks for the log of every role, or of one container", () => {
    const query = { since: undefined, lines: 5, grep: undefined, grepOptions: undefined, timestamps: false, follow: false };
    expect(planAppLogs(query, undefined)(release).steps).toHaveLength(5);
    expect(commandOf(planAppLogs(query, "a b;c")(release), "logs web a")).toBe(
      "docker version >/dev/null\n{ echo 'a b;c' | xargs -r docker logs --tail 5 2>&1\n}",
    );
  });
});

describe("taking the app out of service", () => {
  it("is for roles that take traffic, for as long as the app or the call says", () => {
    const usual = planAppMaintenance({ drainTimeout: undefined, message: undefined })(release);
    expect(usual.steps.map((step) => String(step.run))).toEqual(
      ["web", "web", "api"].map((role) => `docker exec kamal-proxy kamal-proxy stop app-${role} --drain-timeout="20s"`),
    );
    const asked = planAppMaintenance({ drainTimeout: 0, message: 'It\'s "so"' })(release);
    expect(commandOf(asked, "service web a")).toMatch(/--drain-timeout="0s" --message='It'\\''s "so"'$/);
  });

  it("ends with going back", () => {
    expect(planAppLive(release).steps.map((step) => String(step.run))).toContain(
      "docker exec kamal-proxy kamal-proxy resume app-api",
    );
  });
});
