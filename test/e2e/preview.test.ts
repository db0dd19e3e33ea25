import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildCaddyImage } from "../lab/caddy/image.ts";
import { buildKamalProxyImage } from "../lab/kamal-proxy/image.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import { type Load, startLoad } from "../load/load.ts";
import { answerOf } from "./answer.ts";
import { anotherApp, createProject, type Project } from "./project.ts";
import { expectSuccess } from "./success.ts";

const engines = [
  { name: "kamal-proxy", image: buildKamalProxyImage },
  { name: "caddy", image: buildCaddyImage },
] as const;

/** Everything that a deploy may leave on a server, a line each. */
const inventory = [
  "docker ps --all --format 'container {{.Names}}'",
  "docker volume ls --format 'volume {{.Name}}'",
  "docker image ls --format 'image {{.Repository}}:{{.Tag}}'",
  "docker network ls --format 'network {{.Name}}'",
  "find .kamal -mindepth 1 | sed 's/^/file /'",
  "ls -d */ 2>/dev/null | sed 's/^/directory /' || true",
].join("\n");

const numbers = [1, 2, 3];
const addressOf = (number: number): string => `pr-${number}.example.com`;

describe.each(engines)("previews behind $name, beside production", ({ name, image }) => {
  let lab: Lab;
  let project: Project;
  const server = () => lab.server(0);
  const seen = async (): Promise<string[]> => (await server().exec(inventory)).split("\n").toSorted();
  const load = (host: string): Load => startLoad(server().url, { host, connections: 5 });

  beforeAll(async () => {
    const [started, tag] = await Promise.all([startLab({ name: `preview-${name}`, servers: 1, registry: true }), image()]);
    lab = started;
    await server().addImage(tag);
    project = await createProject(lab, {
      settings: {
        proxy: { host: "shop.example.com", healthcheck: { path: "/up" } },
        volumes: ["storage:/storage"],
        "x-landfall": { proxy: { engine: name }, preview: { host: "pr-{number}.example.com" } },
      },
    });
  });

  afterAll(() => lab.down());

  it("come, change and go, without a failed request to production or to each other, and leave nothing", async () => {
    const live = await project.commit({});
    expectSuccess(await project.landfall("deploy"));
    const before = await seen();
    const production = load("shop.example.com");

    const first = await project.commit(await anotherApp("that is previewed"));
    for (const ended of await Promise.all(numbers.map((number) => project.landfall("preview", "deploy", String(number)))))
      expectSuccess(ended);
    for (const number of numbers) expect(await answerOf(server().url, addressOf(number))).toBe(first);

    const [one, two, three] = numbers.map((number) => load(addressOf(number)));
    const second = await project.commit(await anotherApp("that was pushed later"));
    expectSuccess(await project.landfall("preview", "deploy", "2"));
    await one?.stop();
    expectSuccess(await project.landfall("preview", "remove", "1", "-y"));
    expect(await answerOf(server().url, addressOf(2))).toBe(second);
    for (const others of [two, three]) expect((await others?.stop())?.failures).toEqual({});

    for (const number of ["2", "3"]) expectSuccess(await project.landfall("preview", "remove", number, "-y"));
    const { failures, versions } = await production.stop();
    expect(failures).toEqual({});
    expect(Object.keys(versions).map((version) => version.trim())).toEqual([live]);
    expect(await seen()).toEqual(before);
  });

  it("of two branches are deployed at the same time, each under a lock of its own", async () => {
    const [one, two] = await Promise.all(["7", "8"].map((number) => project.landfall("preview", "deploy", number)));
    for (const ended of [one, two]) if (ended) expectSuccess(ended);
    const { stdout } = await project.landfall("preview", "list", "--json");
    expect(JSON.parse(stdout)).toMatchObject([{ state: "live" }, { state: "live" }]);
    for (const number of ["7", "8"]) expectSuccess(await project.landfall("preview", "remove", number, "-y"));
  });
});
