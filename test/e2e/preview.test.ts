import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildCaddyImage } from "../lab/caddy/image.ts";
import { buildKamalProxyImage } from "../lab/kamal-proxy/image.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import { type Load, startLoad } from "../load/load.ts";
import type { LoadResult } from "../load/result.ts";
import { answerOf } from "./answer.ts";
import { isOfPreview, isShared, settings, store } from "./preview-app.ts";
import { inventoryOf } from "./preview-inventory.ts";
import { anotherApp, createProject, type Project } from "./project.ts";
import { publish } from "./publication.ts";
import { expectSuccess } from "./success.ts";

const engines = [
  { engine: "kamal-proxy", image: buildKamalProxyImage },
  { engine: "caddy", image: buildCaddyImage },
] as const;

const numbers = [1, 2, 3];
const addressOf = (number: number): string => `pr-${number}.example.com`;
const versionsIn = ({ versions }: LoadResult): string[] => Object.keys(versions).map((version) => version.trim());

describe.each(engines)("previews of three pull requests behind $engine, beside production", ({ engine, image }) => {
  let lab: Lab;
  let project: Project;
  let live: string;
  let opened: string;
  let before: readonly string[];
  let production: Load;
  const loads = new Map<number, Load>();
  const server = () => lab.server(0);
  const seen = (): Promise<readonly string[]> => inventoryOf(server());
  const load = (host: string): Load => startLoad(server().url, { host, connections: 4 });
  const deployAll = async (): Promise<void> => {
    const ended = await Promise.all(numbers.map((number) => project.landfall("preview", "deploy", String(number))));
    for (const each of ended) expectSuccess(each);
  };

  beforeAll(async () => {
    const [started, tag] = await Promise.all([startLab({ name: `preview-${engine}`, servers: 1, registry: true }), image()]);
    lab = started;
    const [tool] = await Promise.all([publish(lab, "tool:1"), server().addImage(tag)]);
    project = await createProject(lab, { settings: settings({ hosts: [server().address], engine, tool }) });
    const secrets = `REGISTRY_PASSWORD=${lab.registry.password}\nAPI_KEY=k3y-of-the-app\nPREVIEW_API_KEY=k3y-of-previews\n`;
    live = await project.commit({ "store.py": store, ".kamal/secrets": secrets });
    expectSuccess(await project.landfall("setup"));
    before = await seen();
    production = load("shop.example.com");
    opened = await project.commit(await anotherApp("that is previewed"));
  });

  afterAll(async () => {
    await Promise.all([production, ...loads.values()].map((each) => each.stop()));
    await lab.down();
  });

  it("come at the same time, each with a database, volumes and secrets of its own", { timeout: 240_000 }, async () => {
    await deployAll();
    const mounts = (await seen()).filter((line) => /^mount \/\S+-pr-/.test(line));
    expect(mounts).toHaveLength(numbers.length * 5);
    for (const number of numbers) {
      expect(await answerOf(server().url, addressOf(number))).toBe(opened);
      expect(await server().exec(`docker exec sample-pr-${number}-db sh -c 'cat /data/notes; echo $API_KEY'`)).toBe(
        "seeded\nk3y-of-previews",
      );
      const own = mounts.filter((line) => line.startsWith(`mount /sample-pr-${number}-`));
      expect(own.filter((line) => !line.includes(`"Source":"/var/lib/docker/volumes/sample-pr-${number}-`))).toEqual([
        expect.stringContaining(`"Source":"/root/sample-pr-${number}-db/store.py"`),
      ]);
    }
    expect(await server().exec("grep --recursive --files-with-matches k3y-of-the-app .kamal")).not.toContain("pr-");
  });

  it("change at the same time, without a failed request and with the data that they have", { timeout: 240_000 }, async () => {
    for (const number of numbers) loads.set(number, load(addressOf(number)));
    const pushed = await project.commit(await anotherApp("that was pushed later"));
    await deployAll();
    for (const [number, each] of loads) {
      expect(await answerOf(server().url, addressOf(number))).toBe(pushed);
      expect(await server().exec(`docker exec sample-pr-${number}-db cat /data/notes`)).toBe("seeded");
      const result = await each.stop();
      expect(result.failures).toEqual({});
      expect(versionsIn(result).toSorted()).toEqual([opened, pushed].toSorted());
      loads.set(number, load(addressOf(number)));
    }
  });

  it("leave the app alone while they are there", async () => {
    const during = new Set(await seen());
    expect(before.filter((line) => !during.has(line) && !isShared(line))).toEqual([]);
    expect([...during].filter((line) => !before.includes(line) && !isShared(line) && !isOfPreview(line))).toEqual([]);
  });

  it("go one by one, without a failed request to those that stay, and leave nothing", { timeout: 240_000 }, async () => {
    expectSuccess(await project.landfall("app", "exec", "--preview", "3", "--roles", "web", "--detach", "python3 app.py"));
    for (const [number, each] of loads) {
      expect((await each.stop()).failures).toEqual({});
      expectSuccess(await project.landfall("preview", "remove", String(number), "-y"));
    }
    const result = await production.stop();
    expect(result.failures).toEqual({});
    expect(versionsIn(result)).toEqual([live]);
    expect(await seen()).toEqual(before);
  });

  it("stay while the proxy is stopped that would miss their files at its next start", { timeout: 240_000 }, async () => {
    expectSuccess(await project.landfall("preview", "deploy", "1"));
    await server().exec(`docker stop ${engine === "caddy" ? "landfall-caddy" : engine}`);
    const { exitCode, stderr } = await project.landfall("preview", "remove", "1", "-y");
    const advice = '"landfall proxy boot" starts it';
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 1, stderr: expect.stringContaining(advice) });
    expect(await server().exec("ls .kamal/apps; docker volume ls --quiet")).toMatch(/^sample-pr-1$[\s\S]*^sample-pr-1-/m);
    expectSuccess(await project.landfall("proxy", "boot"));
    expectSuccess(await project.landfall("preview", "remove", "1", "-y"));
    expect(await server().exec("ls .kamal/apps; docker volume ls --quiet")).not.toContain("sample-pr-");
    expect(await answerOf(server().url, "shop.example.com")).toBe(live);
  });
});
