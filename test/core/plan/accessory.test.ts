import { describe, expect, it } from "vitest";
import type { Accessory } from "../../../src/core/config/accessory.ts";
import { planAccessoryBoot, planAccessoryReboot, planAccessoryUpgrade } from "../../../src/core/plan/accessory/boot.ts";
import { planAccessoryExec } from "../../../src/core/plan/accessory/exec.ts";
import { planAccessoryLogs } from "../../../src/core/plan/accessory/logs.ts";
import { showing, starting, stopping } from "../../../src/core/plan/accessory/running.ts";
import { planAccessories, planAccessory } from "../../../src/core/plan/accessory/turns.ts";
import { planDeploy } from "../../../src/core/plan/deploy.ts";
import type { Release } from "../../../src/core/plan/release.ts";
import { Refusal } from "../../../src/core/report/refusal.ts";
import {
  aConfig,
  aFacts,
  anAccessory,
  aProxy,
  aRegistry,
  aRelease,
  aRole,
  commandOf,
  factsOfAll,
  outline,
  theSecrets,
} from "../../support.ts";

const mysql = anAccessory();
const redis = anAccessory({ name: "redis", image: "redis:7", hosts: ["1.1.1.5", "1.1.1.6"] });

const releaseWith = (...accessories: readonly Accessory[]): Release =>
  aRelease({ config: aConfig({ accessories }), secrets: theSecrets({ TOKEN: "t0ken" }) });

describe("booting accessories", () => {
  it("goes through those of one host in turn, and through hosts side by side", () => {
    expect(outline(planAccessoryBoot("all")(releaseWith(mysql, redis)))).toEqual([
      "network 1.1.1.5 ← ",
      "network 1.1.1.6 ← ",
      "login 0 1.1.1.5 ← network 1.1.1.5",
      "login 0 1.1.1.6 ← network 1.1.1.6",
      "boot mysql 1.1.1.5 ← login 0 1.1.1.5",
      "boot redis 1.1.1.5 ← boot mysql 1.1.1.5",
      "boot redis 1.1.1.6 ← login 0 1.1.1.6",
    ]);
  });

  it("logs in once to each registry that they come from", () => {
    const own = anAccessory({ name: "own", registry: aRegistry({ server: "ghcr.io" }) });
    const plan = planAccessoryBoot("all")(releaseWith(mysql, own, anAccessory({ name: "third" })));
    const logins = plan.steps.filter(({ id }) => id.startsWith("login")).map(({ run }) => String(run));
    expect(logins).toEqual([
      "printf %s [TOKEN] | docker login -u acme --password-stdin 2>&1",
      "printf %s [TOKEN] | docker login ghcr.io -u acme --password-stdin 2>&1",
    ]);
  });

  it("acts only where it is to act", () => {
    const { config, ...release } = releaseWith(mysql, redis);
    const [host] = redis.hosts.slice(1);
    const scope = { hosts: host ? [host.host] : [], roles: [] };
    const plan = planAccessoryBoot("all")({ ...release, config: { ...config, scope } });
    expect(plan.steps.map(({ id }) => id)).toEqual(["network 1.1.1.6", "login 0 1.1.1.6", "boot redis 1.1.1.6"]);
  });

  it("refuses an accessory that nobody knows, with the names there are", () => {
    const refusal = new Refusal(['There is no accessory called "postgres". deploy.yml has mysql, redis']);
    expect(() => planAccessoryBoot("postgres")(releaseWith(mysql, redis))).toThrow(refusal);
    expect(() => planAccessoryBoot("mysql")(releaseWith())).toThrow("deploy.yml has none");
  });

  it("takes all for a name where Kamal has no all", () => {
    expect(() => planAccessory("Start", "all", starting)(releaseWith(mysql))).toThrow('There is no accessory called "all"');
  });

  it("refuses two that bring their own certificates, of which the proxy could only have one", () => {
    const certificate = { certificatePem: "CERT", privateKeyPem: "KEY" };
    const one = anAccessory({ name: "one", proxy: aProxy({ certificate }) });
    const two = anAccessory({ name: "two", proxy: aProxy({ certificate }) });
    expect(() => planAccessoryBoot("one")(releaseWith(one, two))).toThrow("not one and two");
  });

  it("sends the certificate that one of them brings", () => {
    const certificate = { certificatePem: "CERT", privateKeyPem: "KEY" };
    const release = releaseWith(anAccessory({ proxy: aProxy({ certificate }) }));
    const plan = planAccessoryBoot("mysql")({ ...release, secrets: theSecrets({ TOKEN: "t", CERT: "c", KEY: "k" }) });
    const command = commandOf(plan, "boot mysql 1.1.1.5");
    expect(command).toContain("printf %s [KEY] | base64 -d > .kamal/proxy/apps-config/app/tls/key.pem.new");
    expect(command).toContain('--tls-certificate-path="/home/kamal-proxy/.apps-config/app/tls/cert.pem"');
  });
});

describe("rebooting accessories", () => {
  it("has the image before it stops anything", () => {
    expect(outline(planAccessoryReboot("mysql")(releaseWith(mysql, redis)))).toEqual([
      "network 1.1.1.5 ← ",
      "login 0 1.1.1.5 ← network 1.1.1.5",
      "pull mysql 1.1.1.5 ← login 0 1.1.1.5",
      "stop mysql 1.1.1.5 ← pull mysql 1.1.1.5",
      "container mysql 1.1.1.5 ← stop mysql 1.1.1.5",
      "boot mysql 1.1.1.5 ← container mysql 1.1.1.5",
    ]);
  });

  it("goes from host to host when it is rolling", () => {
    const steps = outline(planAccessoryUpgrade("redis", { rolling: true })(releaseWith(mysql, redis)));
    expect(steps).toContain("network 1.1.1.6 ← boot redis 1.1.1.5");
    const together = outline(planAccessoryUpgrade("redis", { rolling: false })(releaseWith(mysql, redis)));
    expect(together).toContain("network 1.1.1.6 ← ");
  });
});

describe("accessories that run", () => {
  const proxied = anAccessory({ proxy: aProxy() });

  it("are taken out of the proxy before they stop, and put back once they have started", () => {
    const plan = planAccessory("Restart", "mysql", stopping, starting)(releaseWith(proxied));
    expect(commandOf(plan, "stop mysql 1.1.1.5")).toMatch(/kamal-proxy remove app-mysql .*docker container stop app-mysql/s);
    expect(commandOf(plan, "start mysql 1.1.1.5")).toMatch(/docker container start app-mysql.*kamal-proxy deploy app-mysql/s);
    expect(outline(plan)).toEqual(["stop mysql 1.1.1.5 ← ", "start mysql 1.1.1.5 ← stop mysql 1.1.1.5"]);
  });

  it("are shown all together", () => {
    const plan = planAccessories("Details of", "all", showing)(releaseWith(mysql, redis));
    expect(plan).toMatchObject({
      title: "Details of all accessories",
      steps: [{ title: "mysql" }, { title: "redis" }, { title: "redis" }],
    });
  });

  it("run a command without a login, new containers after one to their own registry", () => {
    const own = anAccessory({ registry: aRegistry({ server: "ghcr.io" }) });
    const exec = (reuse: boolean) =>
      planAccessoryExec("mysql", { command: "ls | wc -l", reuse, interactive: undefined })(releaseWith(own));
    expect(outline(exec(true))).toEqual(["exec mysql 1.1.1.5 ← "]);
    expect(commandOf(exec(true), "exec mysql 1.1.1.5")).toMatch(/\ndocker exec app-mysql ls \| wc -l$/);
    expect(commandOf(exec(false), "login 0 1.1.1.5")).toContain("docker login ghcr.io");
  });

  it("show their logs everywhere, or follow them on the first host", () => {
    const query = { since: undefined, lines: undefined, grep: "slow", grepOptions: undefined, timestamps: true };
    const logs = (follow: boolean) => planAccessoryLogs("redis", { ...query, follow })(releaseWith(mysql, redis));
    expect(logs(false).steps.map(({ host }) => host)).toEqual(["1.1.1.5", "1.1.1.6"]);
    expect(logs(true).steps.map(({ host }) => host)).toEqual(["1.1.1.5"]);
    expect(commandOf(logs(false), "logs redis 1.1.1.6")).toMatch(/^docker logs --timestamps app-redis 2>&1 \| .*grep -e slow/);
  });
});

describe("a setup", () => {
  const proxied = anAccessory({ proxy: aProxy() });
  const config = aConfig({ roles: [aRole()], accessories: [proxied] });
  const release = aRelease({ config });

  it("boots accessories before the app, and the proxy before those behind it", () => {
    const plan = outline(planDeploy(release, factsOfAll(aFacts()), { prune: true, accessories: true }));
    expect(plan.slice(0, 5)).toEqual([
      "network 1.1.1.5 ← ",
      "login 0 1.1.1.5 ← network 1.1.1.5",
      "proxy 1.1.1.5 ← login 0 1.1.1.5",
      "boot mysql 1.1.1.5 ← proxy 1.1.1.5",
      "run web 1.1.1.1 ← network 1.1.1.5, login 0 1.1.1.5, proxy 1.1.1.5, boot mysql 1.1.1.5",
    ]);
  });

  it("is the only deploy that touches them", () => {
    const plan = planDeploy(release, factsOfAll(aFacts()), { prune: true });
    expect(plan.steps.filter(({ id }) => id.includes("mysql"))).toEqual([]);
  });
});
