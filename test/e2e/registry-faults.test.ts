import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { docker, run } from "../lab/command.ts";
import { buildKamalProxyImage } from "../lab/kamal-proxy/image.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import { answerOf } from "./answer.ts";
import { anotherApp, createProject, type Ended, type Project } from "./project.ts";
import {
  corrupt,
  heal,
  holdPulls,
  isFetching,
  isHeld,
  letPull,
  refuseAtRegistry,
  silenceRegistry,
  slowDownRegistry,
  speedUpRegistry,
  wakeRegistry,
} from "./registry-trouble.ts";
import { expectSuccess } from "./success.ts";
import { until } from "./until.ts";

describe("a deploy whose registry", () => {
  let lab: Lab;
  let project: Project;
  let version: string;

  beforeAll(async () => {
    const name = "registry-faults";
    const [started, tag] = await Promise.all([startLab({ name, servers: 2, registry: true }), buildKamalProxyImage()]);
    lab = started;
    await Promise.all(lab.servers.map((server) => server.addImage(tag)));
    project = await createProject(lab);
    version = await project.commit({});
    expectSuccess(await project.landfall("deploy"));
  });

  afterAll(() => lab.down());

  const answers = (): Promise<string[]> => Promise.all(lab.servers.map(({ url }) => answerOf(url)));

  async function expectNothingChanged({ exitCode, stderr }: Ended): Promise<void> {
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: expect.stringContaining("Nothing that serves was changed") });
    expect(stderr).toContain(version);
    expect(await answers()).toEqual([version, version]);
    expect(await lab.server(0).exec("ls .kamal")).not.toContain("lock-sample");
  }

  it("refuses connections is tried again a few times, and then the deploy says who was asked, and what serves", async () => {
    await refuseAtRegistry(lab);
    const ended = await project.landfall("deploy", "--skip-push");
    await heal(lab);
    await expectNothingChanged(ended);
    for (const { address } of lab.servers) {
      expect(ended.stderr).toContain(`ERROR on ${address}: Log in to ${lab.registry.address}`);
      expect(ended.stderr).toContain(`${address}: Log in to ${lab.registry.address}:`);
    }
    expect(ended.stderr).toContain("connection refused. It is tried again (4 of 4)");
    expect(ended.stderr).toContain("It was tried 4 times");
    expect(ended.stderr).toContain("The registry does not answer. Is it up");
  });

  it("answers again after a while goes through, and shows that it had to try again", async () => {
    const next = await project.commit(await anotherApp("of a registry that comes back"));
    await refuseAtRegistry(lab);
    const running = project.start("deploy");
    await running.said(/is tried again \(2 of 4\)/);
    await heal(lab);
    expectSuccess(await running.ended);
    version = next;
    expect(await answers()).toEqual([version, version]);
  });

  it("does not know the password is not asked twice, and the deploy says which password is meant", async () => {
    const secrets = join(project.directory, ".kamal/secrets");
    const right = await readFile(secrets, "utf8");
    await writeFile(secrets, right.replace(lab.registry.password, "0ld-password"));
    const ended = await project.landfall("deploy");
    await writeFile(secrets, right);
    await expectNothingChanged(ended);
    expect(ended.stderr).toContain("401 Unauthorized");
    expect(ended.stderr).toContain("registry/username");
    expect(ended.stderr).toContain("registry/password");
    expect(ended.stderr).not.toContain("tried again");
    expect(ended.stderr).not.toContain("0ld-password");
  });

  it("has no such image leaves everything as it was, and gives the lock back", async () => {
    const ended = await project.landfall("deploy", "--skip-push", "--version", "never-built");
    await expectNothingChanged(ended);
    expect(ended.stderr).toContain("manifest unknown");
    expect(ended.stderr).toContain("The registry has no such image");
    expect(ended.stderr).not.toContain("tried again");
  });

  it("gives something else for the digest that was asked for is not believed", async () => {
    const tag = await project.commit(await anotherApp("to be corrupted"));
    expectSuccess(await project.landfall("build", "push"));
    const digest = await digestOf(tag);
    await corrupt(lab, digest);
    const ended = await project.landfall("deploy", "--image", digest);
    await expectNothingChanged(ended);
    expect(ended.stderr).toContain(`ERROR on ${lab.server(0).address}: Pull`);
    expect(ended.stderr).toMatch(/manifest verification failed|unexpected digest|failed digest|does not match/);
  });

  it("gives one server another image than the other, as its tag has moved meanwhile, changes nothing and says so", async () => {
    const tag = await project.commit(await anotherApp("whose tag will move"));
    await holdPulls(lab.server(1));
    const running = project.start("deploy");
    await until(() => isHeld(lab.server(1)));
    await until(async () => (await lab.server(0).exec(`docker image ls --quiet ${lab.registry.address}/sample:${tag}`)) !== "");
    await moveTag(tag);
    await letPull(lab.server(1));
    const ended = await running.ended;
    await expectNothingChanged(ended);
    expect(ended.stderr).toContain(lab.server(1).address);
    expect(ended.stderr).toMatch(/sha256:[0-9a-f]{12}.*sha256:[0-9a-f]{12}/s);
  });

  describe("fails in the middle of a layer", () => {
    let heavy: string;

    beforeAll(async () => {
      await writeFile(join(project.directory, "weight"), randomBytes(30_000_000));
      heavy = await project.commit(await anotherApp("with some weight"));
      expectSuccess(await project.landfall("build", "push"));
    });

    /** The image is on its way to the first server. */
    async function underWay(): Promise<ReturnType<Project["start"]>> {
      await lab.server(0).exec("rm -f /var/lib/docker/tmp/GetImageBlob*");
      await slowDownRegistry(lab);
      const running = project.start("deploy", "--skip-push");
      await until(() => isFetching(lab.server(0)));
      return running;
    }
    const expectNoPull = async (): Promise<void> => expect(await lab.server(0).exec("pgrep -f '[d]ocker pull' || true")).toBe("");

    it("and falls silent can be left, which stops the pull and gives the lock back", async () => {
      const running = await underWay();
      await silenceRegistry(lab);
      running.signal("SIGINT");
      const ended = await running.ended;
      await wakeRegistry(lab);
      await speedUpRegistry(lab);
      await expectNothingChanged(ended);
      await expectNoPull();
    });

    it("and falls silent is waited for as long as deploy.yml says, and then the deploy says so", async () => {
      await project.configure({ "x-landfall": { time_limits: { pull: "5s" } } });
      const running = await underWay();
      await silenceRegistry(lab);
      const ended = await running.ended;
      await wakeRegistry(lab);
      await speedUpRegistry(lab);
      await project.configure({});
      await expectNothingChanged(ended);
      expect(ended.stderr).toContain(`ERROR on ${lab.server(0).address}: Pull`);
      expect(ended.stderr).toContain("It had not ended after 5 s");
      expect(ended.stderr).toContain("x-landfall/time_limits/pull");
      expect(ended.stderr).not.toContain("not known");
      await expectNoPull();
    });

    it("and comes back goes through", async () => {
      const running = await underWay();
      await refuseAtRegistry(lab);
      await speedUpRegistry(lab);
      await until(async () => !(await lab.server(0).exec("ss -tn state established")).includes(":5000"));
      await heal(lab);
      expectSuccess(await running.ended);
      version = heavy;
      expect(await answers()).toEqual([version, version]);
    });
  });

  describe("is to be logged out of", () => {
    const kept = async (): Promise<string[]> => {
      const configs = lab.servers.map((server) => server.exec("cat .docker/config.json"));
      const here = readFile(join(project.env.HOME ?? "", ".docker/config.json"), "utf8");
      return (await Promise.all([...configs, here])).filter((text) => text.includes(lab.registry.address));
    };
    const logout = { "x-landfall": { registry: { logout: true } } };

    it("is forgotten everywhere once the version is live", async () => {
      expect(await kept()).toHaveLength(3);
      await project.configure(logout);
      version = await project.commit(await anotherApp("without a password left behind"));
      expectSuccess(await project.landfall("deploy"));
      expect(await kept()).toEqual([]);
    });

    it("is forgotten everywhere though the deploy has failed", async () => {
      await project.configure({ ...logout, deploy_timeout: 2, env: { clear: { UNHEALTHY: "1" }, secret: ["API_KEY"] } });
      await project.commit(await anotherApp("which does not get healthy"));
      const { exitCode, stderr } = await project.landfall("deploy");
      expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: expect.stringContaining(`${version} still serves`) });
      expect(await kept()).toEqual([]);
    });
  });

  const digestOf = async (tag: string): Promise<string> => {
    const { address, username, password } = lab.registry;
    const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
    const accept =
      "application/vnd.oci.image.manifest.v1+json, application/vnd.docker.distribution.manifest.v2+json, application/vnd.oci.image.index.v1+json";
    const response = await fetch(`http://${address}/v2/sample/manifests/${tag}`, { headers: { authorization, accept } });
    return response.headers.get("docker-content-digest") ?? "";
  };

  /** As if somebody else had built the same commit just now. */
  async function moveTag(tag: string): Promise<void> {
    const { address, username, password } = lab.registry;
    const config = ["--config", join(lab.folder, "docker-of-another")];
    const image = `${address}/sample:${tag}`;
    await docker([...config, "login", address, "-u", username, "--password-stdin"], { input: password });
    const build = ["buildx", "--builder", "default", "build", "--quiet", "--label", "mark=other", "--tag", image, "-"];
    await docker(build, { input: `FROM ${image}\n` });
    await run("docker", [...config, "push", image]);
  }
});
