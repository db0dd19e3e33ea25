import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildCaddyImage } from "../lab/caddy/image.ts";
import { buildKamalProxyImage } from "../lab/kamal-proxy/image.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import type { Machine } from "../lab/machine.ts";
import { startLoad } from "../load/load.ts";
import { answerOf } from "./answer.ts";
import { anotherApp, createProject, type Project, type Settings } from "./project.ts";
import { hasReached, slowDown, speedUp } from "./slow-docker.ts";
import { expectSuccess } from "./success.ts";
import { until } from "./until.ts";

/** Fills nothing, and does not mind being told to stop. */
const stubborn = `sh -c "trap '' TERM; while :; do sleep 1; done"`;

describe("previews live and die", () => {
  let lab: Lab;
  /** Behind kamal-proxy, on two servers. */
  let twin: Project;
  /** Behind Caddy, on one. */
  let solo: Project;
  const last = () => lab.server(2);
  /** The servers that are not switched off in between. */
  const untouched = () => [lab.server(0), last()];
  let production: readonly string[];

  beforeAll(async () => {
    const [started, proxy, caddy] = await Promise.all([
      startLab({ name: "preview-life", servers: 3, registry: true }),
      buildKamalProxyImage(),
      buildCaddyImage(),
    ]);
    lab = started;
    await Promise.all([lab.server(0).addImage(proxy), lab.server(1).addImage(proxy), last().addImage(caddy)]);
    await last().addImage(lab.appBase);
    twin = await createProject(lab, { name: "twin", settings: settingsOf("kamal-proxy", [0, 1]) });
    solo = await createProject(lab, { name: "solo", settings: settingsOf("caddy", [2]) });
    for (const ended of await Promise.all([twin, solo].map((each) => each.landfall("deploy")))) expectSuccess(ended);
    // Its image stays when a preview's own is taken away.
    expectSuccess(await solo.landfall("accessory", "boot", "db"));
    production = await Promise.all(untouched().map(productionOn));
  });

  afterAll(() => lab.down());

  const settingsOf = (engine: string, indexes: readonly number[], over: Settings = {}): Settings => {
    const servers = indexes.map((index) => lab.server(index).address);
    const own = { host: `pr-{number}.example.com`, servers, ttl: "7d", sleep_after: "24h", ...over };
    return {
      ...{ servers, volumes: ["storage:/storage"], proxy: { host: "shop.example.com", healthcheck: { path: "/up" } } },
      "x-landfall": { proxy: { engine }, preview: own },
      accessories: { db: { image: lab.appBase, host: servers[0], cmd: "sleep 1000", options: { init: true } } },
    };
  };
  const preview = (project: Project, ...words: readonly string[]) => project.landfall("preview", ...words);
  const states = async (project: Project): Promise<Readonly<Record<number, string>>> => {
    const list: readonly { number: number; state: string }[] = JSON.parse((await preview(project, "list", "--json")).stdout);
    return Object.fromEntries(list.map(({ number, state }) => [number, state]));
  };

  describe.each([
    ["kamal-proxy", () => ({ project: twin, server: lab.server(0), servers: lab.servers.slice(0, 2) })],
    ["caddy", () => ({ project: solo, server: last(), servers: [last()] })],
  ] as const)("behind %s", (_, place) => {
    it("sleeps when nobody asks for it, wakes with its data, and costs nobody a request", async () => {
      const { project, servers, server } = place();
      const { url } = server;
      const deployed = await Promise.all(["5", "6"].map((number) => preview(project, "deploy", number)));
      deployed.forEach(expectSuccess);
      await Promise.all(servers.map((each) => each.exec(inPreview(5, "touch /storage/kept"))));
      await answerOf(url, "pr-6.example.com:80");
      const loads = ["shop.example.com", "pr-6.example.com"].map((host) => startLoad(url, { host, connections: 5 }));
      const pruned = await daysLater(servers, 2, () => preview(project, "prune"));
      expectSuccess(pruned);
      expect(pruned.stdout.trim().split("\n").toSorted()).toEqual([
        "#5: put to sleep: nobody has asked for it in 1 d",
        "#6: left as it is: somebody has asked for it in the last 1 d",
      ]);
      expect(await states(project)).toEqual({ 5: "asleep", 6: "live" });
      expect((await startLoad(url, { host: "pr-5.example.com", connections: 1, maxRequests: 1 }).stop()).failures).toEqual({
        404: 1,
      });
      expectSuccess(await preview(project, "deploy", "5"));
      expect(await Promise.all(servers.map((each) => each.exec(inPreview(5, "ls /storage"))))).toEqual(servers.map(() => "kept"));
      expect(await states(project)).toEqual({ 5: "live", 6: "live" });
      for (const load of loads) expect((await load.stop()).failures).toEqual({});
    });
  });

  it("goes from the servers that answer when its time is up, and from the others at the next prune", async () => {
    const [first, second] = [lab.server(0), lab.server(1)];
    expectSuccess(await preview(twin, "remove", "6", "-y"));
    const traffic = startLoad(first.url, { host: "shop.example.com", connections: 5 });
    await second.stop();
    const pruned = await daysLater([first], 8, () => preview(twin, "prune"));
    expect(pruned.exitCode).toBe(1);
    expect(pruned.stdout).toMatch(/^#5: not done, though it was due: it was deployed 8 d ago$/m);
    expect(pruned.stderr).toContain(second.address);
    expect(await traces(first, "twin")).toBe("");
    await second.start();
    const healed = await daysLater([first, second], 8, () => preview(twin, "prune"));
    expectSuccess(healed);
    expect(healed.stdout).toMatch(/^#5: removed: it was deployed 8 d ago$/m);
    expect(await traces(second, "twin")).toBe("");
    expect((await traffic.stop()).failures).toEqual({});
  });

  it("gets the last free place once, when two come at the same time", async () => {
    await twin.configure(settingsOf("kamal-proxy", [0, 1], { max: 1 }));
    const ended = await Promise.all(["21", "22"].map((number) => preview(twin, "deploy", number)));
    expect(ended.map(({ exitCode }) => exitCode).toSorted()).toEqual([0, 1]);
    expect(ended.find(({ exitCode }) => exitCode === 1)?.stderr).toContain("max allows 1 preview at once, and there are these: ");
    const [number = "", ...others] = Object.keys(await states(twin));
    expect(others).toEqual([]);
    expectSuccess(await preview(twin, "deploy", number));
    expectSuccess(await preview(twin, "remove", number, "-y"));
    expectSuccess(await preview(twin, "remove", number === "21" ? "22" : "21", "-y"));
    for (const server of lab.servers.slice(0, 2)) expect(await traces(server, "twin")).toBe("");
  });

  it("is taken away though there is nothing of it, which is said", async () => {
    const ended = await preview(twin, "remove", "999", "-y");
    expectSuccess(ended);
    expect(ended.stdout).toContain("There was nothing of the preview twin-pr-999");
    expect(await traces(lab.server(0), "twin")).toBe("");
  });

  it("is taken away once a deploy of it has ended, by whoever waits for that", async () => {
    await slowDown(last(), '"run --detach"*', 3600);
    const deploying = solo.start("preview", "deploy", "31");
    await until(() => hasReached(last()));
    const refused = await preview(solo, "remove", "31", "-y");
    expect(refused).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("The deploy lock is held") });
    const waiting = solo.start("preview", "remove", "31", "-y", "--lock-wait", "--lock-wait-interval", "1");
    await waiting.said(/Waiting for it/);
    await last().exec("pkill -f '[s]leep 3600'");
    const removed = await waiting.ended;
    expectSuccess(await deploying.ended);
    expectSuccess(removed);
    expect(await traces(last(), "solo-pr-31")).toBe("");
  });

  describe("whatever it is in the midst of", () => {
    const own = { accessories: { db: { seed: stubborn } } };
    /** So long the next run waits for what this one left. */
    const impatient = { deploy_timeout: 5, drain_timeout: 5 };
    const seeding = async (): Promise<boolean> => (await last().exec("docker ps --quiet --filter name=-exec-")) !== "";
    const slow = (pattern: string) => ({
      before: () => slowDown(last(), pattern, 8),
      come: () => until(() => hasReached(last())),
    });
    const moments = {
      "a deploy that fetches the image": { words: ["deploy"], over: {}, ...slow("pull*") },
      "a deploy that starts a container": { words: ["deploy"], over: {}, ...slow('"run --detach"*') },
      "a seed that does not mind being stopped": {
        ...{ words: ["deploy"], over: own, before: async () => {}, come: () => until(seeding) },
      },
      "a removal of its containers": { words: ["remove", "-y"], over: {}, ...slow("rm*") },
      "a removal of its volumes": { words: ["remove", "-y"], over: {}, ...slow('"volume rm"*') },
    } as const;
    const [pulling, starting, seed, clearing, ending] = Object.entries(moments);
    const stopped = [seed, ending].filter((each) => each !== undefined);
    const killed = [pulling, starting, seed, clearing].filter((each) => each !== undefined);
    let number = 40;

    it.each(stopped)("%s, it is stopped and leaves its lock to nobody", async (_, moment) => {
      const { name } = await interrupted(moment, "SIGINT");
      await until(async () => !(await seeding()));
      expect(await last().exec("ls .kamal")).not.toContain(`lock-${name}`);
      await expectGone(name);
    });

    it.each(killed)("%s, it is killed, found again and taken away", async (_, moment) => {
      const { name } = await interrupted(moment, "SIGKILL");
      expect(Object.keys(await states(solo))).toContain(String(number));
      await last().exec(`touch -d '10 minutes ago' .kamal/lock-${name}/heartbeat`);
      await expectGone(name);
    });

    async function interrupted(moment: (typeof moments)[keyof typeof moments], signal: NodeJS.Signals) {
      number += 1;
      const [verb, ...options] = moment.words;
      await solo.configure({ ...settingsOf("caddy", [2], moment.over), ...(moment.over === own && impatient) });
      await solo.commit(await anotherApp(`number ${number}`));
      if (verb === "remove") expectSuccess(await preview(solo, "deploy", String(number)));
      await moment.before();
      const running = solo.start("preview", verb, String(number), ...options);
      const tooEarly = running.ended.then(({ stderr }) => Promise.reject(new Error(stderr)));
      await Promise.race([moment.come(), tooEarly]);
      tooEarly.catch(() => {});
      running.signal(signal);
      const { exitCode } = await running.ended;
      expect(exitCode).not.toBe(0);
      await speedUp(last());
      return { name: `solo-pr-${number}` };
    }

    async function expectGone(name: string): Promise<void> {
      expectSuccess(await preview(solo, "remove", String(number), "-y"));
      expect(await traces(last(), name)).toBe("");
    }
  });

  it("all the while production ran on", async () => {
    expect(await Promise.all(untouched().map(productionOn))).toEqual(production);
  });
});

/** Which containers of the apps themselves run, and since when. */
const productionOn = (server: Machine): Promise<string> =>
  server.exec(
    "for app in twin solo; do docker ps --quiet --filter label=service=$app; done | xargs docker inspect --format '{{.Id}} {{.State.StartedAt}} {{.RestartCount}}'",
  );

const inPreview = (number: number, command: string): string =>
  `docker exec $(docker ps --quiet --filter name=-pr-${number}-web) ${command}`;

/** Whatever bears the name of a preview of this service: containers, volumes, images and files. */
const traces = (server: Machine, service: string): Promise<string> =>
  server.exec(`{ docker ps --all --format 'container {{.Names}} {{.Image}}'
docker volume ls --format 'volume {{.Name}}'
docker image ls --format 'image {{.Repository}}:{{.Tag}} {{.ID}}'
find .kamal . -maxdepth 3 -name '*-pr-*'; } | grep -E '${service}.*pr-[0-9]|${service}(-|$)|<none>' | grep pr- || true`);

/** Has the clocks of these servers go ahead for as long as it takes. */
async function daysLater<Done>(servers: readonly Machine[], days: number, work: () => Promise<Done>): Promise<Done> {
  const date = `#!/bin/sh\nexec /usr/bin/date -d "${days} days" "$@"\n`;
  for (const server of servers)
    await server.exec(`printf '${date.replaceAll("\n", "\\n")}' > /usr/local/bin/date; chmod +x /usr/local/bin/date`);
  try {
    return await work();
  } finally {
    for (const server of servers) await server.exec("rm /usr/local/bin/date");
  }
}
