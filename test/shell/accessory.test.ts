import { describe, expect, it } from "vitest";
import type { Accessory } from "../../src/core/config/accessory.ts";
import { parted } from "../../src/core/diagnosis/beside.ts";
import { readDiagnosis } from "../../src/core/diagnosis/diagnosis.ts";
import { planAccessoryBoot } from "../../src/core/plan/accessory/boot.ts";
import { removingContainer, removingImage } from "../../src/core/plan/accessory/removal.ts";
import { planAccessory } from "../../src/core/plan/accessory/turns.ts";
import { isRemote, type Plan } from "../../src/core/plan/plan.ts";
import type { Release } from "../../src/core/plan/release.ts";
import type { Shell } from "../../src/core/shell/sh.ts";
import { aConfig, anAccessory, anEnv, aProxy, aRelease, aSecret, stepOf, theSecrets } from "../support.ts";
import { aHome, type Home } from "./home.ts";

const releaseOf = (accessory: Accessory): Release =>
  aRelease({
    config: aConfig({ accessories: [accessory] }),
    secrets: theSecrets({ TOKEN: "t0ken", ROOT: "r00t" }),
    mounted: new Map(accessory.files.map((mount) => [mount, aSecret("Zg==")])),
  });

function runOf(plan: Plan, id: string): Shell {
  const step = stepOf(plan, id);
  if (!isRemote(step)) throw new TypeError(`${id} runs here`);
  return step.run;
}

const boot = (home: Home, accessory: Accessory) =>
  home.run(runOf(planAccessoryBoot("mysql")(releaseOf(accessory)), "boot mysql 1.1.1.5"));

/** Answers by the first words that fit, and remembers every call. */
const installDocker = (home: Home, ...cases: readonly string[]): void =>
  home.install("docker", 'echo "$*" >> calls', 'case "$*" in', ...cases, "esac");

const calls = (home: Home): string[] => home.read("calls").trim().split("\n");
const nothingThere = "ps*) ;;";

describe("booting an accessory", () => {
  const mysql = anAccessory({
    env: anEnv({}, ["ROOT"]),
    files: [{ local: "my.cnf", remote: "/etc/my.cnf", mode: "640", owner: undefined, options: undefined }],
    directories: [{ local: "data", remote: "/var/lib/mysql", mode: "700", owner: undefined, options: undefined }],
  });

  it("sends what it mounts and its secrets, then runs it", async () => {
    using home = aHome();
    installDocker(home, nothingThere, "run*) [ -f app-mysql/etc/my.cnf ] && [ -d app-mysql/data ] && echo 0123456789ab;;");
    expect(await boot(home, mysql)).toEqual({ code: 0, output: "Booted app-mysql\n" });
    expect(home.modeOf("app-mysql/data")).toBe("700");
    expect(home.read(".kamal/apps/app/env/accessories/mysql.env")).toBe("ROOT=r00t\n");
    expect(home.modeOf(".kamal/apps/app/env/accessories/mysql.env")).toBe("600");
    expect(home.read(".kamal/app-audit.log")).toMatch(/\[ann@example.com\] Booted mysql accessory\n$/);
  });

  it("leaves a container that is there alone, and says so", async () => {
    using home = aHome();
    installDocker(home, "ps*status=created) ;;", "ps*) echo 0123456789ab;;");
    expect(await boot(home, mysql)).toEqual({ code: 0, output: "Skipped: the container app-mysql exists already\n" });
    expect(calls(home).filter((call) => !call.startsWith("ps"))).toEqual([]);
    expect(home.has("app-mysql")).toBe(false);
  });

  it("takes away what could not be started, before and after, and tells why", async () => {
    using home = aHome();
    installDocker(home, "ps*status=created) echo ba9876543210;;", "run*) echo 'port is already allocated' >&2; exit 125;;");
    const { code, output } = await boot(home, mysql);
    const { said, diagnosis } = parted(output);
    expect({ code, said }).toEqual({ code: 1, said: "port is already allocated\n" });
    expect(readDiagnosis(diagnosis)).toMatchObject({ asked: { key: "accessories.mysql" }, container: undefined });
    expect(calls(home).filter((call) => call === "rm ba9876543210")).toHaveLength(2);
  });

  it("fails where Docker cannot say what is there", async () => {
    using home = aHome();
    installDocker(home, "ps*) echo 'no daemon' >&2; exit 1;;");
    const { code, output } = await boot(home, mysql);
    expect({ code, output }).toEqual({ code: 1, output: expect.stringContaining("no daemon") });
    expect(calls(home).filter((call) => call.startsWith("run"))).toEqual([]);
  });

  it("names a network of its own that is missing, and how to make it", async () => {
    using home = aHome();
    installDocker(home, nothingThere, "network*private) exit 1;;");
    expect(await boot(home, anAccessory({ network: "private" }))).toEqual({
      code: 1,
      output: 'There is no network private here. "docker network create private" on the server makes it\n',
    });
  });

  it("runs a cmd that ends in a comment", async () => {
    using home = aHome();
    installDocker(home, nothingThere, "run*) ;;");
    expect(await boot(home, anAccessory({ cmd: "redis-server # as always" }))).toMatchObject({ code: 0 });
    expect(calls(home).at(-1)).toMatch(/ mysql:8.0 redis-server$/);
  });
});

describe("booting an accessory behind the proxy", () => {
  const proxied = anAccessory({ proxy: aProxy({ appPort: 8080 }) });

  it("sends it its traffic once it runs", async () => {
    using home = aHome();
    installDocker(home, nothingThere, "container\\ ls*) echo 0123456789ab;;");
    expect(await boot(home, proxied)).toEqual({ code: 0, output: "Booted app-mysql\n" });
    expect(calls(home).at(-1)).toContain("exec kamal-proxy kamal-proxy deploy app-mysql --target=0123456789ab:8080");
  });

  it("does not begin where no proxy runs", async () => {
    using home = aHome();
    installDocker(home, nothingThere);
    const { code, output } = await boot(home, proxied);
    expect({ code, output }).toEqual({ code: 1, output: expect.stringMatching(/^kamal-proxy does not run here.*proxy boot/) });
    expect(calls(home).filter((call) => call.startsWith("run"))).toEqual([]);
  });

  it("takes it away again when the proxy refuses it, and shows what it logged", async () => {
    using home = aHome();
    installDocker(
      home,
      nothingThere,
      "container\\ ls*) echo 0123456789ab;;",
      "exec*) echo 'Error: target failed to become healthy' >&2; exit 1;;",
      "container\\ inspect*) echo 0123456789ab 77 2026-03-01T12:00:00Z sha256:77;;",
      "logs*app-mysql | logs*0123456789ab) echo 'cannot bind';;",
    );
    const { code, output } = await boot(home, proxied);
    const { said, diagnosis } = parted(output);
    expect({ code, said }).toEqual({ code: 1, said: "Error: target failed to become healthy\n" });
    expect(readDiagnosis(diagnosis)).toMatchObject({ asked: { noun: "accessory" }, lastLines: ["cannot bind"] });
    expect(calls(home).slice(-2)).toEqual([
      "container stop app-mysql",
      "container prune --force --filter label=service=app-mysql",
    ]);
  });
});

describe("removing an accessory", () => {
  const step = (id: string): Shell =>
    runOf(planAccessory("Remove", "mysql", removingContainer, removingImage)(releaseOf(anAccessory())), id);

  it("stops at a container that runs on", async () => {
    using home = aHome();
    installDocker(home, "ps*) echo 0123456789ab;;");
    const { code, output } = await home.run(step("container mysql 1.1.1.5"));
    expect({ code, output }).toEqual({ code: 1, output: "app-mysql still runs, so it stays: stop it first\n" });
  });

  it("leaves an image that another container needs", async () => {
    using home = aHome();
    installDocker(home, "image*) echo conflict >&2; exit 1;;", "ps*) echo 0123456789ab;;");
    expect(await home.run(step("image mysql 1.1.1.5"))).toEqual({ code: 0, output: "" });
  });

  it("tells why an image cannot be removed otherwise", async () => {
    using home = aHome();
    installDocker(home, "image*) echo broken >&2; exit 1;;", "ps*) ;;");
    expect(await home.run(step("image mysql 1.1.1.5"))).toEqual({ code: 1, output: "broken\n" });
  });
});
