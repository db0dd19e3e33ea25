import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { buildKamalProxyImage } from "../lab/kamal-proxy/image.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import { startLoad } from "../load/load.ts";
import { answerOf } from "./answer.ts";
import { anotherApp, createProject, type Ended, type Project, type Settings } from "./project.ts";
import { expectSuccess } from "./success.ts";

const recorded = "/srv/released/log";

/** What `x-landfall` asks of a new version: a command that goes well before it boots, and answers that are right before it stays. */
describe("what a new version has to pass", () => {
  let lab: Lab;
  let project: Project;
  let live: string;

  beforeAll(async () => {
    const [started, tag] = await Promise.all([startLab({ name: "policy", servers: 2, registry: true }), buildKamalProxyImage()]);
    lab = started;
    await Promise.all(lab.servers.map((server) => server.addImage(tag)));
    project = await createProject(lab, { settings: { volumes: ["/srv/released:/released"] } });
    live = await project.commit({});
    expectSuccess(await project.landfall("deploy"));
  });

  afterEach(async () => {
    await project.configure({});
    expect(await lab.server(0).exec("ls .kamal")).not.toContain("lock-sample");
  });

  afterAll(() => lab.down());

  const answers = (): Promise<string[]> => Promise.all(lab.servers.map(({ url }) => answerOf(url)));
  const containers = (): Promise<string[]> =>
    Promise.all(lab.servers.map((server) => server.exec("docker ps --all --format '{{.Names}}'")));

  const releasing = (command: string, more: Readonly<Record<string, string>> = {}): Settings => ({
    env: { clear: { SCHEMA: "two" }, secret: ["API_KEY"] },
    "x-landfall": { release: { command, ...more } },
  });

  /** Says which version's image it is made from, and what its variables are. */
  const migration = `sh -c 'echo "to $(cat schema) as $SCHEMA with $API_KEY" | tee -a /released/log'`;

  it("is a release command that runs once, in the new image with the new variables, and shows what it says", async () => {
    await project.configure(releasing(migration));
    live = await project.commit({ ...(await anotherApp("to be released")), schema: "the new image\n" });
    const ended = await project.landfall("deploy");
    expectSuccess(ended);
    expect(ended.stderr).toContain("to the new image as two with [API_KEY]\n");
    expect(ended.stderr.indexOf("Run the release command")).toBeLessThan(ended.stderr.indexOf("Boot web"));
    expect(await lab.server(0).exec(`cat ${recorded}`)).toBe("to the new image as two with k3y-of-the-app");
    expect(await lab.server(1).exec("ls /srv/released")).toBe("");
    expect(await answers()).toEqual([live, live]);
  });

  it("is not run by a rollback", async () => {
    await project.configure(releasing(migration));
    const [, before = ""] = (await project.landfall("app", "versions")).stdout.match(/\b[0-9a-f]{40}\b/g) ?? [];
    expect(before).not.toBe("");
    expectSuccess(await project.landfall("rollback", before));
    expectSuccess(await project.landfall("rollback", live));
    expect((await lab.server(0).exec(`cat ${recorded}`)).split("\n")).toHaveLength(1);
    expect(await answers()).toEqual([live, live]);
  });

  it("leaves everything as it was when its release command fails, says why, and the next deploy goes well", async () => {
    const before = await containers();
    await project.configure(releasing("sh -c 'echo relation users is missing >&2; exit 3'"));
    const next = await project.commit(await anotherApp("whose migration fails"));
    const { exitCode, stderr } = await project.landfall("deploy");
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`ERROR on ${lab.server(0).address}: Run the release command\n  relation users is missing`);
    expect(stderr).toContain(`Nothing that serves was changed: ${live} served when this run looked.`);
    expect(await containers()).toEqual(before);
    expect(await answers()).toEqual([live, live]);
    await project.configure({});
    expectSuccess(await project.landfall("deploy"));
    live = next;
    expect(await answers()).toEqual([live, live]);
  });

  it("has its release command ended when it takes longer than it may, though it will not hear of it", async () => {
    const before = await containers();
    await project.configure(
      releasing(`sh -c 'trap "" TERM; echo waiting for a lock; while :; do sleep 1; done'`, { timeout: "2s" }),
    );
    await project.commit(await anotherApp("whose migration hangs"));
    const { exitCode, stderr } = await project.landfall("deploy");
    expect(exitCode).toBe(1);
    expect(stderr).toContain(
      "  waiting for a lock\n  It was stopped after 2 s, the time that it has (x-landfall/release/timeout)",
    );
    expect(stderr).not.toContain("Likely cause");
    expect(stderr).toContain(`Nothing that serves was changed: ${live} served`);
    expect(await containers()).toEqual(before);
    expect(await answers()).toEqual([live, live]);
  });

  it("goes back everywhere, without a failed request, when URLs that are verified do not answer as they should", async () => {
    const ended = await verified({ url: [page("broken"), page("words")], expect: "all is well" });
    expect(ended.stderr).toMatch(new RegExp(`ERROR on runner: Check ${page("broken")}\n  .*500`));
    expect(ended.stderr).toMatch(new RegExp(`ERROR on runner: Check ${page("words")}\n  .*200.*all is well`));
    expectGoneBack(ended);
  });

  it("goes back when too many answers are wrong while it is watched", async () => {
    const ended = await verified({ url: page("every-other"), for: "4s", max_errors: "20%" });
    expect(ended.stderr).toMatch(new RegExp(`ERROR on runner: Check ${page("every-other")} for 4 s\n  .*500`));
    expect(ended.stderr).toMatch(/It was asked \d+ times? once it was right; \d+ answers? (was|were) wrong/);
    expectGoneBack(ended);
  });

  it("stays when no more of the answers are wrong than may be", async () => {
    await project.configure({ "x-landfall": { verify: { url: page("every-other"), for: "4s", max_errors: "75%" } } });
    live = await project.commit(await strangeApp("which may stay"));
    expectSuccess(await project.landfall("deploy"));
    expect(await answers()).toEqual([live, live]);
  });

  const page = (path: string): string => `${lab.server(0).url}/${path}`;

  /** Deploys a version that answers strangely, while people ask for the app's own page. */
  async function verified(verify: Readonly<Record<string, unknown>>): Promise<Ended> {
    const loads = lab.servers.map(({ url }) => startLoad(url, { connections: 5 }));
    await project.configure({ "x-landfall": { verify } });
    await project.commit(await strangeApp(JSON.stringify(verify)));
    const ended = await project.landfall("deploy");
    const results = await Promise.all(loads.map((load) => load.stop()));
    expect(results.map(({ failures }) => failures)).toEqual([{}, {}]);
    expect(await answers()).toEqual([live, live]);
    return ended;
  }

  function expectGoneBack({ exitCode, stderr }: Ended): void {
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/✓.*Send web traffic back to the old version/);
    expect(stderr).toContain(`${live} still serves.`);
  }
});

/** Healthy, but for some of its pages. */
async function strangeApp(mark: string): Promise<Readonly<Record<string, string>>> {
  const { "app.py": source = "" } = await anotherApp(mark);
  const pages = `        if url.path == "/broken":
            return 500, b"no database\\n"
        if url.path == "/words":
            return 200, b"something else\\n"
        if url.path == "/every-other":
            asked.append(url.path)
            return (500, b"down\\n") if len(asked) % 2 == 0 else (200, b"up\\n")
`;
  const slow = '        if url.path == "/slow":\n';
  return {
    "app.py": source.replace(slow, `${pages}${slow}`).replace("stopping = threading", "asked = []\nstopping = threading"),
  };
}
