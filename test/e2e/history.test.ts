import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { buildKamalProxyImage } from "../lab/kamal-proxy/image.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import { answerOf } from "./answer.ts";
import { anotherApp, createProject, type Project } from "./project.ts";
import { hasReached, slowDown, speedUp } from "./slow-docker.ts";
import { expectSuccess } from "./success.ts";
import { until } from "./until.ts";

const told = z.object({ deploys: z.array(z.looseObject({ version: z.string() })), unreadable: z.number() });
const ledger = ".kamal/sample-deploys.jsonl";

describe("what is kept of deploys", () => {
  let lab: Lab;
  let project: Project;
  let first: string;
  let second: string;

  beforeAll(async () => {
    const [started, tag] = await Promise.all([startLab({ name: "history", servers: 1, registry: true }), buildKamalProxyImage()]);
    lab = started;
    await lab.server(0).addImage(tag);
    project = await createProject(lab);
    first = await project.commit({});
    expectSuccess(await project.landfall("deploy"));
    second = await project.commit(await anotherApp("second"));
    expectSuccess(await project.landfall("deploy"));
  });

  afterAll(() => lab.down());

  const history = async () => told.parse(JSON.parse((await project.landfall("history", "--json")).stdout));
  const newest = async () => (await history()).deploys[0];
  const rows = async () => (await project.landfall("history")).stdout.split("\n");
  const containers = async (how = ""): Promise<string[]> =>
    (await lab.server(0).exec(`docker ps ${how} --filter label=service=sample --format {{.Names}}`)).split("\n");

  it("says of one that went well what it took the place of, and how long each part took", async () => {
    expect(await newest()).toMatchObject({
      ...{ command: "deploy", version: second, previous: first, ending: "succeeded", rolledBack: false, hosts: 1 },
      ...{ performer: "ann@example.com", failures: [], stages: { boot: expect.any(Number), retire: expect.any(Number) } },
    });
    const [head = "", row = ""] = await rows();
    expect(head).toMatch(/^BEGAN +COMMAND +VERSION +BEFORE +ENDED +AFTER +HOSTS +BY/);
    expect(row).toMatch(new RegExp(`Z +deploy +${second.slice(0, 7)} +${first.slice(0, 7)} +succeeded +.* s +1 +ann@`));
  });

  it("says of one that failed that it went back, and why it failed", async () => {
    await project.configure({ deploy_timeout: 5, env: { clear: { UNHEALTHY: "1" }, secret: ["API_KEY"] } });
    const bad = await project.commit(await anotherApp("bad"));
    expect((await project.landfall("deploy")).exitCode).toBe(1);
    expect(await newest()).toMatchObject({
      ...{ command: "deploy", version: bad, previous: second, ending: "failed", rolledBack: true },
      failures: [{ host: lab.server(0).address, title: expect.stringContaining("Send web traffic to") }],
    });
    expect((await rows())[1]).toMatch(/failed, rolled back .*: The app answers \/up with 503$/);
  });

  it("says the same of a redeploy of what serves, whose container gets its name back", async () => {
    const redeployed = await project.landfall("redeploy", "--skip-push", "--version", second);
    expect(redeployed.exitCode).toBe(1);
    expect(redeployed.stderr).toContain(`${second} still serves`);
    expect(await newest()).toMatchObject({ command: "redeploy", version: second, ending: "failed", rolledBack: true });
    expect(await containers()).toEqual([`sample-web-${second}`]);
    expect(await containers("--all")).toContainEqual(expect.stringMatching(new RegExp(`^sample-web-${second}_failed_`)));
    expect(await answerOf(lab.server(0).url)).toBe(second);
    await project.configure({});
  });

  it("says of a rollback what it went back from", async () => {
    expectSuccess(await project.landfall("rollback", first));
    expect(await newest()).toMatchObject({ command: "rollback", version: first, previous: second, ending: "succeeded" });
  });

  it("says that one was cancelled", async () => {
    await slowDown(lab.server(0), "run*");
    const running = project.start("redeploy", "--skip-push", "--version", second);
    await until(() => hasReached(lab.server(0)));
    running.signal("SIGINT");
    expect((await running.ended).exitCode).toBe(1);
    await speedUp(lab.server(0));
    expect(await newest()).toMatchObject({ command: "redeploy", version: second, ending: "cancelled", failures: [] });
  });

  it("goes no further back than the last fifty, for the server's user alone", async () => {
    await lab.server(0).exec(`line=$(tail -n 1 ${ledger}); for n in $(seq 60); do echo "$line"; done >> ${ledger}`);
    expectSuccess(await project.landfall("rollback", second));
    expect(await lab.server(0).exec(`wc -l < ${ledger}; stat -c %a ${ledger}`)).toBe("50\n600");
    expect((await history()).deploys).toHaveLength(50);
    expect(await rows()).toHaveLength(52); // The head, fifty rows, and what ends the last line.
  });

  it("loses nothing but the line where the file is damaged or is somebody else's, and steers no terminal", async () => {
    const foreign = `{"tool":"another"}\\n\\377\\000\\033]0;pwned\\007\\n{"at":"2026-01-02T03:0`;
    await lab.server(0).exec(`printf '${foreign}' >> ${ledger}`);
    expectSuccess(await project.landfall("rollback", first));
    const { deploys, unreadable } = await history();
    expect(unreadable).toBe(3);
    expect(deploys).toHaveLength(47);
    expect(deploys[0]).toMatchObject({ command: "rollback", version: first, previous: second });
    const text = (await rows()).join("\n");
    expect(text).toContain("3 of the lines on the server cannot be read, and are left out.");
    expect(text).not.toContain("pwned");
  });

  it("is nothing a deploy fails for where it cannot be written", async () => {
    await lab.server(0).exec(`mkdir ${ledger}.next`);
    expectSuccess(await project.landfall("rollback", second));
    await lab.server(0).exec(`rmdir ${ledger}.next`);
    expect(await answerOf(lab.server(0).url)).toBe(second);
    expect(await newest()).toMatchObject({ version: first });
  });
});
