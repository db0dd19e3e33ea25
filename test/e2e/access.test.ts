import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildKamalProxyImage } from "../lab/kamal-proxy/image.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import { answerOf } from "./answer.ts";
import { createProject } from "./project.ts";
import { expectSuccess } from "./success.ts";

describe("getting at servers", () => {
  let lab: Lab;

  beforeAll(async () => {
    const [started, tag] = await Promise.all([
      startLab({ name: "access", servers: 1, registry: true, jump: true, bare: true }),
      buildKamalProxyImage(),
    ]);
    lab = started;
    await lab.server(0).addImage(tag);
  });

  afterAll(() => lab.down());

  it("deploys as a user other than root, through a jump host", async () => {
    const ssh = { keys: [lab.sshKey.path], config: false, user: "deploy", proxy: `deploy@${lab.jump.address}` };
    const project = await createProject(lab, { name: "jumping", settings: { ssh } });
    const version = await project.commit({});
    expectSuccess(await project.landfall("deploy"));
    expect(await answerOf(lab.server(0).url)).toBe(version);
    expect(await lab.server(0).exec("ls .kamal", { user: "deploy" })).toContain("jumping-audit.log");
  });

  it("refuses a server whose key is not known, with the line that would let it in", async () => {
    const project = await createProject(lab, { name: "stranger" });
    await writeFile(join(project.env.HOME ?? "", ".ssh/known_hosts"), "");
    const refused = await project.landfall("facts");
    expect(refused.exitCode).toBe(1);
    const [line] = refused.stderr.match(new RegExp(`${lab.server(0).address} ssh-ed25519 \\S+`)) ?? [];
    expect(lab.knownHosts).toContain(line?.split(" ")[2]);
    await writeFile(join(project.env.HOME ?? "", ".ssh/known_hosts"), `${line}\n`);
    expectSuccess(await project.landfall("facts"));
  });

  it("accepts a new server's key only when asked to", async () => {
    const project = await createProject(lab, { name: "newcomer" });
    await writeFile(join(project.env.HOME ?? "", ".ssh/known_hosts"), "");
    expectSuccess(await project.landfall("facts", "--ssh-host-keys", "accept-new"));
    expectSuccess(await project.landfall("facts"));
  });

  it("says before anything is built that a server has no Docker", async () => {
    const project = await createProject(lab, { name: "bare", settings: { servers: [lab.bare.address] } });
    const refused = await project.landfall("deploy");
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toContain(
      `ERROR on ${lab.bare.address}: Look at what runs\n  Docker is not installed. "landfall setup"`,
    );
    expect(refused.stderr.match(/^ERROR on /gm)).toHaveLength(1);
    expect(await lab.registry.tags("bare").catch(() => [])).toEqual([]);
  });

  it("keeps every secret off every command line, here and on the server", async () => {
    const project = await createProject(lab, { name: "discreet", settings: { proxy: { host: "discreet.example.com" } } });
    await project.commit({});
    const running = project.start("deploy", "--json");
    let watching = true;
    const seen: string[] = [];
    const watch = (async () => {
      while (watching) seen.push(await lab.server(0).exec("cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' ' '; true"));
    })();
    const ended = await running.ended;
    watching = false;
    await watch;
    expectSuccess(ended);
    expect(seen.length).toBeGreaterThan(3);
    for (const secret of [lab.registry.password, "k3y-of-the-app"]) {
      expect(seen.filter((text) => text.includes(secret))).toEqual([]);
      expect(ended.stdout + ended.stderr).not.toContain(secret);
    }
    expect(await lab.server(0).exec("cat .kamal/apps/discreet/env/roles/web.env")).toBe("API_KEY=k3y-of-the-app");
    expect(await lab.server(0).exec("stat -c %a .kamal/apps/discreet/env/roles/web.env")).toBe("600");
  });
});
