import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runStep } from "../action/runner.ts";
import { buildKamalProxyImage } from "../lab/kamal-proxy/image.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import { answerOf } from "./answer.ts";
import { anotherApp, createProject, type Ended, type Project } from "./project.ts";
import { expectSuccess } from "./success.ts";

const unhealthy = { deploy_timeout: 3, env: { clear: { UNHEALTHY: "1" }, secret: ["API_KEY"] } };

describe("after several deploys", () => {
  let lab: Lab;
  let project: Project;
  const versions: Record<"a" | "b" | "c" | "d", string> = { a: "", b: "", c: "", d: "" };

  beforeAll(async () => {
    const [started, tag] = await Promise.all([startLab({ name: "versions", registry: true }), buildKamalProxyImage()]);
    lab = started;
    await lab.server(0).addImage(tag);
    project = await createProject(lab);
    for (const name of ["a", "b", "c", "d"] as const) {
      versions[name] = await project.commit(await anotherApp(name));
      await project.configure(name === "c" ? unhealthy : {});
      expect((await project.landfall("deploy")).exitCode).toBe(name === "c" ? 1 : 0);
    }
  });

  afterAll(() => lab.down());

  const answer = (): Promise<string> => answerOf(lab.server(0).url);
  const known = async (): Promise<Record<string, string[]>> => {
    const { versions: found } = JSON.parse((await project.landfall("app", "versions", "--json")).stdout);
    return Object.fromEntries(found.map(({ version, marks }: { version: string; marks: string[] }) => [version, marks]));
  };

  it("lists them, what serves and what served before among them", async () => {
    const { a, b, c, d } = versions;
    expect(await known()).toEqual({ [a]: [], [b]: ["previous"], [c]: [], [d]: ["live"] });
    const ended = await project.landfall("app", "versions");
    expectSuccess(ended);
    expect(ended.stdout).toMatch(/^VERSION .*\n[0-9a-f]{40} {2}live /);
  });

  it("plans a rollback to what served before, not to what failed", async () => {
    const { stdout } = await project.landfall("rollback", "--dry-run", "--json");
    expect(JSON.parse(stdout)).toMatchObject({ command: "rollback", version: versions.b });
    expect(await answer()).toBe(versions.d);
  });

  it("plans it from saved facts, too", async () => {
    await project.commit({ "facts.json": (await project.landfall("facts", "--json")).stdout });
    const { stdout } = await project.landfall("rollback", "previous", "--dry-run", "--json", "--facts", "facts.json");
    expect(JSON.parse(stdout)).toMatchObject({ version: versions.b });
  });

  it("rolls back to what served before, and from there back again", async () => {
    const ended = await project.landfall("rollback");
    expectSuccess(ended);
    expect(ended.stderr).toContain(`previous is ${versions.b}`);
    expect(await answer()).toBe(versions.b);
    expect(await known()).toMatchObject({ [versions.b]: ["live"], [versions.d]: ["previous"] });
    expectSuccess(await project.landfall("rollback", "previous"));
    expect(await answer()).toBe(versions.d);
  });

  it("still knows what served before once the app was stopped and started, and its container restarted", async () => {
    expectSuccess(await project.landfall("app", "stop", "--version", versions.d));
    expectSuccess(await project.landfall("app", "start", "--version", versions.d));
    await lab.server(0).exec("docker restart $(docker ps --quiet --filter label=service=sample)");
    expect(await known()).toMatchObject({ [versions.d]: ["live"], [versions.b]: ["previous"] });
  });

  it("takes the beginning of a version for all of it", async () => {
    const ended = await project.landfall("rollback", versions.a.slice(0, 9), "--dry-run", "--json");
    expect(JSON.parse(ended.stdout)).toMatchObject({ version: versions.a });
  });

  it("knows no stable version yet, and lists what there is instead", async () => {
    const { exitCode, stderr } = await project.landfall("rollback", "stable");
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`No version but ${versions.d} is known to have served for 1 h`);
    for (const version of Object.values(versions)) expect(stderr).toContain(`\n${version} `);
    expect(await answer()).toBe(versions.d);
  });

  it.each([
    { command: "rollback previous", to: "b", from: "d" },
    { command: "rollback", version: "previous", to: "d", from: "b" },
  ] as const)("goes back to what served before when a workflow asks for it: %j", async ({ to, from, ...asked }) => {
    const { main } = await runStep({
      workspace: project.directory,
      env: { PATH: project.env.PATH ?? "", TMPDIR: lab.folder },
      with: {
        ...asked,
        "ssh-private-key": lab.sshKey.privateKey,
        "ssh-known-hosts": lab.knownHosts,
        secrets: JSON.stringify({ REGISTRY_PASSWORD: lab.registry.password, API_KEY: "from-the-repository" }),
      },
    });
    expect({ exitCode: main.exitCode, log: main.exitCode === 0 ? "" : main.log }).toEqual({ exitCode: 0, log: "" });
    expect(main.outputs).toMatchObject({ version: versions[to], "previous-version": versions[from] });
  });

  describe("with a URL to check", () => {
    const deploy = async (path: string): Promise<Ended> => {
      await project.commit(await anotherApp(path));
      return project.landfall("deploy", "--check-url", `${lab.server(0).url}${path}`);
    };

    it("keeps what answers as it should", async () => {
      const ended = await deploy("/up");
      expectSuccess(ended);
      expect(ended.stderr).toMatch(/✓ runner .*Check http:\S+\/up/);
    });

    it("undoes what does not", async () => {
      const [good, before] = [await answer(), await known()];
      const { exitCode, stderr } = await deploy("/assets/missing");
      expect(exitCode).toBe(1);
      expect(stderr).toMatch(/ERROR on runner: Check http:.*\n {2}http:\S+\/assets\/missing: 404 Not Found\n {2}not found/);
      expect(stderr).toContain(`${good} still serves`);
      expect(await answer()).toBe(good);
      expect(await known()).toMatchObject(before);
    });

    it("stops at once when it is cancelled meanwhile, and undoes it too", async () => {
      const good = await answer();
      await project.commit(await anotherApp("cancelled"));
      const running = project.start("deploy", "-v", "--check-url", `${lab.server(0).url}/assets/missing`);
      await running.said(/404 Not Found/);
      running.signal("SIGINT");
      expect((await running.ended).exitCode).not.toBe(0);
      expect(await answer()).toBe(good);
      expect(await lab.server(0).exec("ls .kamal")).not.toContain("lock-");
    });
  });
});
