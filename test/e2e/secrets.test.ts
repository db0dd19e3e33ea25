import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildKamalProxyImage } from "../lab/kamal-proxy/image.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import { flash, type Sighting, thisMachine, watchProcesses } from "../lab/process-watch.ts";
import { anotherApp, createProject, type Ended, type Project, type Settings } from "./project.ts";
import { publish } from "./publication.ts";
import { expectSuccess } from "./success.ts";

const dockerfile = join(import.meta.dirname, "../../examples/app/Dockerfile");
/** Says in a container what nobody else may know. */
const telling = `sh -c 'echo "the key is $API_KEY"'`;
const flashed = "f1ash-that-is-no-secret";

describe("the secrets of a project", () => {
  let lab: Lab;
  let project: Project;
  let secrets: Readonly<Record<string, string>>;
  let server: readonly Sighting[];
  let here: readonly Sighting[];
  let looks: readonly number[];
  const said: string[] = [];

  const landfall = async (...args: readonly string[]): Promise<Ended> => {
    const ended = await project.landfall(...args);
    said.push(ended.stdout, ended.stderr);
    return ended;
  };
  const on = (command: string): Promise<string> => lab.server(0).exec(command);

  beforeAll(async () => {
    const [started, tag] = await Promise.all([startLab({ name: "secrets", servers: 1, registry: true }), buildKamalProxyImage()]);
    lab = started;
    await Promise.all([lab.server(0).addImage(tag), publish(lab, "tool:1")]);
    const own = { API_KEY: 'k3y-of-the-app/#$x"y', BUILD_TOKEN: "t0ken-of-the-build", STORE_KEY: "k3y-of-the-store" };
    secrets = { ...own, REGISTRY_PASSWORD: lab.registry.password };
    project = await createProject(lab, { settings: settingsOf(lab) });
    const mounting = "RUN --mount=type=secret,id=BUILD_TOKEN test -s /run/secrets/BUILD_TOKEN";
    const lines = Object.entries(secrets).map(([name, value]) => `${name}=${shellWord(value)}\n`);
    const first = await project.commit({
      ".kamal/secrets": lines.join(""),
      Dockerfile: `${await readFile(dockerfile, "utf8")}\n${mounting}\n`,
    });
    await useThem(first);
  }, 400_000);

  afterAll(() => lab.down());

  async function useThem(first: string): Promise<void> {
    const watches = await Promise.all(
      [lab.server(0), thisMachine].map((place) => watchProcesses(place, { ...secrets, flashed })),
    );
    try {
      await useAll(first);
    } finally {
      const [there, local] = await Promise.all(watches.map((watch) => watch.stop()));
      [server, here, looks] = [there?.sightings ?? [], local?.sightings ?? [], [there?.looks ?? 0, local?.looks ?? 0]];
    }
  }

  /** Everything that has to do with secrets, well and badly. */
  async function useAll(first: string): Promise<void> {
    await Promise.all([flash(flashed), on(`n=0; while [ $n -lt 20 ]; do n=$((n + 1)); FLASH=${flashed} sleep 0.05; done`)]);
    expectSuccess(await landfall("setup"));
    await project.commit({});
    await project.configure({ servers: { web: { hosts: [lab.server(0).address], cmd: `sh -c 'echo "$API_KEY"; exit 3'` } } });
    expect(await landfall("deploy", "--verbose")).toMatchObject({ exitCode: 1 });
    await project.configure({});
    await project.commit(await anotherApp("another version"));
    expectSuccess(await landfall("deploy", "--verbose"));
    expectSuccess(await landfall("app", "exec", telling));
    expectSuccess(await landfall("app", "exec", "--reuse", telling));
    expectSuccess(await landfall("accessory", "reboot", "store"));
    expectSuccess(await landfall("rollback", first));
  }

  const notFlashed = (sightings: readonly Sighting[]): readonly Sighting[] => sightings.filter(({ text }) => text !== "flashed");

  it("are looked for often enough to see what lives for 50 ms", () => {
    expect(Math.min(...looks)).toBeGreaterThan(50);
    const sighting = { where: "environ", contained: false, text: "flashed", program: "sleep" };
    expect(server).toContainEqual(sighting);
    expect(here).toContainEqual(sighting);
  });

  it("are on no command line, neither on the server nor here", () => {
    expect(notFlashed([...server, ...here]).filter(({ where }) => where === "cmdline")).toEqual([]);
  });

  it("are in no environment but that of the containers that they are for, and of the build", () => {
    const others = notFlashed(server).filter(({ contained }) => !contained);
    expect(others).toEqual([]);
    expect(new Set(notFlashed(server).map(({ text }) => text))).toEqual(new Set(["API_KEY", "STORE_KEY"]));
    const seen = notFlashed(here).filter(({ contained }) => !contained);
    expect(seen.filter(({ program, text }) => text !== "BUILD_TOKEN" || !/^docker/.test(program))).toEqual([]);
  });

  it("are in nothing that was said", () => {
    expect(said.join("\n")).toContain("[API_KEY]");
    expect(found(said.join("\n"))).toEqual([]);
  });

  it("are in no label, no configuration and no layer of what Docker keeps, but in the environments of their containers", async () => {
    const template =
      "{{.Name}} {{json .Config.Labels}} {{json .Config.Cmd}} {{json .Args}} {{json .HostConfig}} {{json .Mounts}}";
    expect(found(await on(`docker inspect --format '${template}' $(docker ps --all --quiet)`))).toEqual([]);
    expect(found(await on("docker image inspect $(docker images --quiet)"))).toEqual([]);
    expect(found(await on("for image in $(docker images --quiet); do docker history --no-trunc $image; done"))).toEqual([]);
    const environments = await on("docker inspect --format '{{.Name}} {{json .Config.Env}}' $(docker ps --all --quiet)");
    const holding = environments.split("\n").filter((line) => found(line).length > 0);
    expect(holding.filter((line) => !/^\/sample-(web|store)/.test(line))).toEqual([]);
    expect(holding.length).toBeGreaterThan(1);
  });

  it("are in no file of the server but those that hold them for their containers, which nobody else may read", async () => {
    const files = await Promise.all(
      Object.values(secrets).map((value) => on(`grep -rlF -e ${shellWord(value)} /root /home /tmp /etc 2>/dev/null; true`)),
    );
    const holding = new Set(files.flatMap((text) => text.split("\n")).filter((name) => name !== ""));
    const env = "/root/.kamal/apps/sample/env";
    expect([...holding].toSorted()).toEqual([`${env}/accessories/store.env`, `${env}/roles/web.env`]);
    const modes = await on("stat -c '%a %n' .kamal/apps/sample/env/*/*.env .kamal/sample-deploys.jsonl .docker/config.json");
    expect(modes.split("\n").map((line) => line.split(" ")[0])).toEqual(["600", "600", "600", "600"]);
    expect(await on("cat .kamal/sample-deploys.jsonl")).toContain('"ending":"failed"');
  });

  /** The names of those that stand in a text, as they are or as an env file and JSON have them. */
  const found = (text: string): string[] =>
    Object.entries(secrets).flatMap(([name, value]) => {
      const forms = [value, JSON.stringify(value).slice(1, -1)];
      return forms.some((form) => text.includes(form)) ? [name] : [];
    });
});

const shellWord = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

const settingsOf = (lab: Lab): Settings => ({
  ...{ deploy_timeout: 15, drain_timeout: 1, stop_timeout: 1 },
  builder: { arch: "amd64", driver: "docker", args: { BASE: lab.appBase }, secrets: ["BUILD_TOKEN"] },
  accessories: {
    store: {
      ...{
        image: `${lab.registry.address}/tool:1`,
        host: lab.server(0).address,
        cmd: "sleep 1000",
        options: { "stop-timeout": 1 },
      },
      env: { secret: ["STORE_KEY"] },
    },
  },
  "x-landfall": { release: { command: telling } },
});
