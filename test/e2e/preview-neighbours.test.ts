import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildKamalProxyImage } from "../lab/kamal-proxy/image.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import { startLoad } from "../load/load.ts";
import { answerOf } from "./answer.ts";
import { createProject, type Project } from "./project.ts";
import { publish } from "./publication.ts";
import { expectSuccess } from "./success.ts";

const preview = { host: "pr-{number}.example.com", accessories: { db: "own" } };

describe("previews on a server with others of similar names", () => {
  let lab: Lab;
  let store: Project;
  const server = () => lab.server(0);
  const at = (host: string): Promise<string> => answerOf(server().url, host);
  const on = (command: string): Promise<string> => server().exec(command);
  const succeed = async (project: Project, ...words: readonly string[]): Promise<string> => {
    const ended = await project.landfall(...words);
    expectSuccess(ended);
    return ended.stdout;
  };
  const numbersOf = async (...words: readonly string[]): Promise<unknown> =>
    JSON.parse(await succeed(store, "preview", "list", "--json", ...words));

  beforeAll(async () => {
    const [started, tag] = await Promise.all([
      startLab({ name: "preview-neighbours", servers: 1, registry: true }),
      buildKamalProxyImage(),
    ]);
    lab = started;
    const [, image] = await Promise.all([server().addImage(tag), publish(lab, "tool:1")]);
    const db = { image, host: server().address, cmd: "sleep 1000", options: { init: true }, directories: ["data:/data"] };
    store = await createProject(lab, {
      name: "store",
      settings: {
        ...{
          proxy: { host: "store.example.com", healthcheck: { path: "/up" } },
          volumes: ["storage:/storage"],
          env: { DB_HOST: "store-db" },
        },
        ...{ accessories: { db }, "x-landfall": { preview } },
      },
    });
    const secrets = `REGISTRY_PASSWORD=${lab.registry.password}\n`;
    await store.commit({
      "config/deploy.staging.yml": "x-landfall: {preview: {host: 'pr-{number}.staging.example.com'}}\n",
      ".kamal/secrets-common": secrets,
    });
  });

  afterAll(() => lab.down());

  it("are those of one destination, whose containers and data outlive those of another", async () => {
    await succeed(store, "setup");
    await succeed(store, "preview", "deploy", "7");
    await succeed(store, "preview", "deploy", "7", "-d", "staging");
    const hosts = ["store", "pr-7", "pr-7.staging"].map((name) => at(`${name}.example.com`));
    expect(new Set(await Promise.all(hosts)).size).toBe(1);
    const told = await on(
      "for id in $(docker ps --quiet --filter label=role=web); do docker exec $id sh -c 'echo $DB_HOST'; done",
    );
    expect(told.split("\n").toSorted()).toEqual(["store-db", "store-pr-7-db", "store-staging-pr-7-db"]);
    expect(await numbersOf()).toMatchObject([{ number: 7, address: "pr-7.example.com" }]);
    expect(await numbersOf("-d", "staging")).toMatchObject([{ number: 7, address: "pr-7.staging.example.com" }]);

    for (const name of ["store-db", "store-staging-pr-7-db"]) await on(`docker exec ${name} sh -c 'echo kept > /data/note'`);
    await succeed(store, "preview", "remove", "7", "-y");
    const left = await on(
      "docker ps --all --format {{.Names}}; docker volume ls --quiet; docker image ls --format {{.Tag}}; find .kamal",
    );
    expect(left).not.toMatch(/store-pr-7|landfall-pr-7/);
    expect(await at("pr-7.staging.example.com")).toBe(await at("store.example.com"));
    for (const name of ["store-db", "store-staging-pr-7-db"]) expect(await on(`docker exec ${name} cat /data/note`)).toBe("kept");
    const pruned = await store.landfall("preview", "prune", "-d", "staging");
    expectSuccess(pruned);
    expect(pruned.stderr).toContain("Nobody could be asked which pull requests are closed, so their previews stay");
  });

  it("are not another app that is called like one, and are not taken for it", async () => {
    const over = { proxy: { host: "nine.example.com", healthcheck: { path: "/up" } } };
    const nine = await createProject(lab, { name: "store-pr-9", settings: over });
    await succeed(nine, "deploy");
    const before = await on("docker ps --filter label=service=store-pr-9 --format '{{.ID}} {{.Image}}'");
    for (const words of [
      ["deploy", "9"],
      ["remove", "9", "-y"],
    ]) {
      const { exitCode, stderr } = await store.landfall("preview", ...words);
      expect({ exitCode, stderr }).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("belongs to another app") });
    }
    expect(await numbersOf()).toEqual([]);
    expect(await on("docker ps --filter label=service=store-pr-9 --format '{{.ID}} {{.Image}}'")).toBe(before);
    expect(await on("ls .kamal/apps")).toContain("store-pr-9");

    const { exitCode, stderr } = await (await createProject(lab, { name: "store-staging-pr-7", settings: over })).landfall(
      "deploy",
    );
    expect({ exitCode, stderr }).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('give one of them another "service"'),
    });
    await succeed(nine, "remove", "-y");
    expect(await at("pr-7.staging.example.com")).toMatch(/^[0-9a-f]{40}$/);
  });

  it("outlive the app, with the proxy before them, without a failed request", async () => {
    const visits = startLoad(server().url, { host: "pr-7.staging.example.com", connections: 5 });
    expect(await succeed(store, "remove", "-y")).toContain(
      "The proxy stays, for other apps are installed: store-staging-pr-7-staging",
    );
    expect(await on("docker ps --all --format {{.Names}}")).not.toMatch(/^store-(?:web|db)/m);
    await succeed(store, "app", "exec", "--reuse", "--preview", "7", "-d", "staging", "true");
    expect((await visits.stop()).failures).toEqual({});
    await succeed(store, "preview", "remove", "7", "-y", "-d", "staging");
    expect(await on("docker ps --all --format {{.Names}}; ls .kamal/apps")).toBe("kamal-proxy");
  });
});
