import { describe, expect, it } from "vitest";
import type { Config } from "../../../../src/core/config/config.ts";
import * as removal from "../../../../src/core/plan/app/removal.ts";
import { aHome } from "../../../shell/home.ts";
import { aConfig, aHost, aRelease, aRole, aVersion, aWorker, commandOf, outline, shellOf } from "../../../support.ts";

const config = aConfig({ roles: [aRole({ hosts: ["a", "b"] }), aWorker({ hosts: ["b"], stopTimeout: 3 })] });
const within = (hosts: readonly string[], roles: readonly string[]): Config => ({
  ...config,
  scope: { hosts: hosts.map(aHost), roles },
});

describe("removing the app", () => {
  it("goes from what runs to what is left of it, each on all hosts before the next", () => {
    const all = (name: string) => `${name} web a, ${name} web b, ${name} workers b`;
    expect(outline(removal.planAppRemove(aRelease({ config })))).toEqual([
      ...["stop web a ← ", "stop web b ← ", "stop workers b ← stop web b"],
      ...["web a", "web b"].map((place) => `containers ${place} ← ${all("stop")}`),
      `containers workers b ← ${all("stop")}, containers web b`,
      ...["a", "b"].map((host) => `images ${host} ← ${all("containers")}`),
      ...["a", "b"].map((host) => `directories ${host} ← images a, images b`),
    ]);
  });

  it.each([
    [["b"], ["workers"], []],
    [["a", "b"], ["web"], ["images a"]],
    [["b"], ["web", "workers"], ["images b"]],
  ])("on %j of %j leaves to other roles what they share", (hosts, roles, expected) => {
    const { steps } = removal.planAppRemoveImages(aRelease({ config: within(hosts, roles) }));
    expect(steps.map(({ id }) => id)).toEqual(expected);
    expect(removal.planAppRemoveDirectories(aRelease({ config: within(hosts, roles) })).steps).toHaveLength(expected.length);
  });

  it("is no failure where its directories are gone already", async () => {
    using home = aHome();
    home.write(".kamal/apps/app/env/roles/web.env", "");
    home.write(".kamal/apps/app-staging/env/roles/web.env", "");
    const plan = removal.planAppRemoveDirectories(aRelease({ config }));
    expect((await home.run(shellOf(plan, "directories a"))).code).toBe(0);
    expect((await home.run(shellOf(plan, "directories a"))).code).toBe(0);
    expect([home.has(".kamal/apps/app"), home.has(".kamal/apps/app-staging/env/roles/web.env")]).toEqual([false, true]);
    expect(home.read(".kamal/app-audit.log")).toContain("Removed .kamal/apps/app\n");
  });

  it("of one version is of the containers by exactly that name", () => {
    const command = commandOf(removal.planAppRemoveContainer(aVersion("1.2-rc"))(aRelease({ config })), "remove workers b");
    expect(command).toContain(
      "docker container ls --all --filter 'name=^app-workers-1.2-rc$' --quiet | xargs -r docker container rm",
    );
  });
});

describe("stale versions", () => {
  const filters = "--filter label=service=app --filter label=destination= --filter label=role=workers";
  const newest = `ps --latest --format {{.Names}} ${filters} --filter status=running --filter status=restarting`;
  const running = (...versions: readonly string[]) => ({
    version: "",
    [`ps ${filters} --format {{.Names}}`]: versions.map((version) => `app-workers-${version}\n`).join(""),
    "image ls --filter reference=acme/app:latest --format {{.ID}}": "ee10\n",
    [`${newest} --filter ancestor=ee10`]: versions.length > 0 ? "app-workers-2.0\n" : "",
    [newest]: "",
  });
  const stale = (stop: boolean) => shellOf(removal.planAppStale({ stop })(aRelease({ config })), "stale workers b");

  it("are all that run but the one that serves, dots taken as dots", async () => {
    using home = aHome({ docker: running("3", "2.0", "2x0", "1_replaced_ab") });
    expect(await home.run(stale(false))).toEqual({ code: 0, output: "3\n2x0\n1_replaced_ab\n" });
  });

  it.each([[["2.0"]], [[]]])("are none where %j runs", async (versions) => {
    using home = aHome({ docker: running(...versions) });
    expect(await home.run(stale(false))).toEqual({ code: 0, output: "" });
  });

  it("are not said to be none where Docker does not answer", async () => {
    using home = aHome({ docker: {} });
    expect((await home.run(stale(false))).code).not.toBe(0);
  });

  it("are stopped by name, in their time", async () => {
    const stops = { "stop -t 3 app-workers-3": "app-workers-3\n", "stop -t 3 app-workers-1": "" };
    using home = aHome({ docker: { ...running("3", "2.0", "1"), ...stops } });
    expect(await home.run(stale(true))).toEqual({ code: 0, output: "3\n1\n" });
    expect(home.calls("docker").filter((call) => call.startsWith("stop"))).toEqual(Object.keys(stops));
  });
});
