import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { buildKamalProxyImage } from "../lab/kamal-proxy/image.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import type { Server } from "../lab/server.ts";
import { startLoad } from "../load/load.ts";
import { answerOf } from "./answer.ts";
import { isOfPreview, isShared, settings } from "./preview-app.ts";
import { inventoryOf } from "./preview-inventory.ts";
import { anotherApp, createProject, type Project } from "./project.ts";
import { publish } from "./publication.ts";
import { expectSuccess } from "./success.ts";

/** Those of one pull request. */
const previews = [
  { of: [], address: "pr-5.example.com" },
  { of: ["-d", "staging"], address: "pr-5.staging.example.com" },
] as const;

describe("previews on two servers, of two destinations", () => {
  let lab: Lab;
  let project: Project;
  let live: string;
  let previewed: string;
  const onBoth = <Told>(ask: (server: Server) => Promise<Told>): Promise<Told[]> => Promise.all(lab.servers.map(ask));
  const answers = (address: string): Promise<string[]> => onBoth(({ url }) => answerOf(url, address));
  const seen = async (): Promise<readonly string[]> =>
    (await onBoth(async (server) => (await inventoryOf(server)).map((line) => `${server.name} ${line}`))).flat();

  beforeAll(async () => {
    const [started, proxy] = await Promise.all([
      startLab({ name: "preview-servers", servers: 2, registry: true }),
      buildKamalProxyImage(),
    ]);
    lab = started;
    const [tool] = await Promise.all([publish(lab, "tool:1"), onBoth((server) => server.addImage(proxy))]);
    const hosts = lab.servers.map(({ address }) => address);
    const { accessories, ...app } = settings({ hosts, engine: "kamal-proxy", tool });
    const preview = { host: "pr-{number}.example.com", servers: hosts, roles: ["web", "job"], accessories: { cache: "shared" } };
    const over = { accessories: { cache: accessories.cache }, env: { clear: { CACHE: "sample-cache" } } };
    project = await createProject(lab, { settings: { ...app, ...over, "x-landfall": { preview } } });
    const staging = { "x-landfall": { preview: { host: "pr-{number}.staging.example.com" } } };
    live = await project.commit({
      "config/deploy.staging.yml": stringify({ ...staging, proxy: { host: "staging.example.com" } }),
      ".kamal/secrets-common": `REGISTRY_PASSWORD=${lab.registry.password}\n`,
    });
    expectSuccess(await project.landfall("setup"));
    previewed = await project.commit(await anotherApp("that is previewed"));
  });

  afterAll(() => lab.down());

  it("are deployed at the same time, and answer on each server at addresses of their own", async () => {
    const ended = await Promise.all(previews.map(({ of }) => project.landfall("preview", "deploy", "5", ...of)));
    for (const each of ended) expectSuccess(each);
    for (const { address } of previews) expect(await answers(address)).toEqual([previewed, previewed]);
    expect(await answers("shop.example.com")).toEqual([live, live]);
    for (const { of, address } of previews) {
      const { stdout } = await project.landfall("preview", "list", "--json", ...of);
      expect(JSON.parse(stdout)).toMatchObject([{ number: 5, address, hosts: lab.servers.map((server) => server.address) }]);
    }
  });

  it("share the app's own accessory", async () => {
    const lookUp = `python3 -c "import os, socket; socket.gethostbyname(os.environ['CACHE'])"`;
    expectSuccess(await project.landfall("app", "exec", "--preview", "5", "--hosts", lab.server(0).address, lookUp));
  });

  it("notice nothing of a deploy of their image by the app, of a rollback and a prune", async () => {
    const before = (await seen()).filter(isOfPreview);
    const loads = previews.flatMap(({ address: host }) => lab.servers.map(({ url }) => startLoad(url, { host, connections: 2 })));
    for (const words of [
      ["deploy", "--image", `landfall-pr-5-${previewed}`],
      ["rollback", live],
      ["prune", "all"],
      ["accessory", "reboot", "cache"],
    ])
      expectSuccess(await project.landfall(...words));
    for (const load of loads) expect((await load.stop()).failures).toEqual({});
    expect((await seen()).filter(isOfPreview)).toEqual(before);
  });

  it("go one by one, and leave the other and the app as they were, with what it has of their image", async () => {
    const before = (await seen()).filter((line) => !isOfPreview(line) && !isShared(line));
    const [first, second] = previews;
    expectSuccess(await project.landfall("preview", "remove", "5", "-y", ...first.of));
    expect(await answers(second.address)).toEqual([previewed, previewed]);
    expect((await project.landfall("preview", "list")).stdout).toContain("There are no previews");
    expectSuccess(await project.landfall("preview", "remove", "5", "-y", ...second.of));
    const after = await seen();
    expect(after.filter(isOfPreview)).toEqual([]);
    expect(after.filter((line) => !isShared(line))).toEqual(before);
    expectSuccess(await project.landfall("rollback", previewed));
    expect(await answers("shop.example.com")).toEqual([previewed, previewed]);
  });
});
