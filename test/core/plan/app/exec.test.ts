import { describe, expect, it } from "vitest";
import { type AppExecution, planAppExec } from "../../../../src/core/plan/app/exec.ts";
import { isRemote } from "../../../../src/core/plan/plan.ts";
import { aHome } from "../../../shell/home.ts";
import { aConfig, anEnv, aRelease, aRole, aVersion, aWorker, outline, shellOf, stepOf } from "../../../support.ts";

const execution = (over: Partial<AppExecution> = {}): AppExecution => ({
  ...{ command: "bin/x", env: {}, version: undefined, reuse: false, detach: false },
  ...over,
});
const config = aConfig({ roles: [aRole({ hosts: ["a", "b"] }), aWorker({ hosts: ["b"], env: anEnv({ QUEUE: "low" }) })] });
const plan = (over: Partial<AppExecution> = {}) => planAppExec(execution(over))(aRelease({ config }));

async function output(over: Partial<AppExecution>, docker: Readonly<Record<string, string>>) {
  using home = aHome({ docker });
  return {
    ...(await home.run(shellOf(plan(over), "exec web a"))),
    audit: home.has(".kamal/app-audit.log") ? home.read(".kamal/app-audit.log") : "",
  };
}

const ps =
  "ps --latest --format {{.Names}} --filter label=service=app --filter label=destination= --filter label=role=web --filter status=running --filter status=restarting";
const serves = (name: string) => ({
  "image ls --filter reference=acme/app:latest --format {{.ID}}": "ee10\n",
  [`${ps} --filter ancestor=ee10`]: name,
  [ps]: name,
});

describe("running a command", () => {
  it("logs in first for new containers, and runs roles side by side", () => {
    expect(outline(plan())).toEqual([
      ...["login a ← ", "login b ← "],
      ...["exec web a ← login a, login b", "exec web b ← login a, login b", "exec workers b ← login a, login b"],
    ]);
    expect(outline(plan({ reuse: true }))).toEqual(["exec web a ← ", "exec web b ← ", "exec workers b ← "]);
  });

  it("is within the scope of the run", () => {
    const scope = { hosts: config.roles.flatMap(({ hosts }) => hosts.map(({ host }) => host)).slice(1, 2), roles: ["workers"] };
    const scoped = planAppExec(execution({ reuse: true }))(aRelease({ config: { ...config, scope } }));
    expect(outline(scoped)).toEqual(["exec workers b ← "]);
  });

  it("in a new container is told the role's variables, those of the call last", () => {
    const command = String(stepOf(plan({ env: { A: "it's $x", EMPTY: "" } }), "exec workers b").run);
    expect(command).toContain(
      "docker run --rm --name app-workers-exec-latest-012345 --network kamal" +
        ' --env QUEUE="low" --env-file .kamal/apps/app/env/roles/workers.env --env A="it\'s \\$x" --env EMPTY' +
        ' --log-opt max-size="10m" acme/app:latest bin/x',
    );
  });

  it("may be of another version, and go on by itself", () => {
    const command = String(stepOf(plan({ version: aVersion("1.2-rc"), detach: true }), "exec web a").run);
    expect(command).toMatch(/docker run --detach --name app-web-exec-1\.2-rc-012345 .* acme\/app:1\.2-rc bin\/x$/);
    expect(command).toContain("on app version 1.2-rc");
  });

  it("in the container that serves goes by its name, and the log says which version that was", async () => {
    const docker = { ...serves("app-web-v1\n"), 'exec --env A=b app-web-v1 sh -c echo "hi"': "hi\n" };
    const ended = await output({ reuse: true, env: { A: "b" }, command: `sh -c 'echo "hi"'` }, docker);
    expect(ended).toMatchObject({ code: 0, output: "hi\n" });
    expect(ended.audit).toMatch(/^\[\S+Z\] \[ann@example\.com\] \[web\] Executed cmd 'sh -c 'echo "hi"'' on app version v1\n$/);
  });

  it("says so where none serves, and leaves no word in the log", async () => {
    expect(await output({ reuse: true }, serves(""))).toEqual({ code: 1, output: "No container of web runs here\n", audit: "" });
  });

  it("ends as the command ends", async () => {
    const { code, output: said } = await output(
      { reuse: true, version: aVersion("v9"), command: "false; exit 7" },
      { "exec app-web-v9 false": "" },
    );
    expect({ code, said }).toEqual({ code: 7, said: "" });
  });

  it("that cannot be read by a shell fails, and by itself alone", async () => {
    expect((await output({ command: "echo 'open" }, {})).code).not.toBe(0);
    expect(plan({ command: "echo 'open" }).steps.every(isRemote)).toBe(true);
  });
});
