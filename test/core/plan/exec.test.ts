import { describe, expect, it } from "vitest";
import type { LogQuery } from "../../../src/core/commands/logs.ts";
import type { Config } from "../../../src/core/config/config.ts";
import { planAccessoryExec } from "../../../src/core/plan/accessory/exec.ts";
import { planAccessoryLogs } from "../../../src/core/plan/accessory/logs.ts";
import { type AppExecution, planAppExec } from "../../../src/core/plan/app/exec.ts";
import { planAppLogs } from "../../../src/core/plan/app/logs.ts";
import type { Plan } from "../../../src/core/plan/plan.ts";
import { planProxyLogs } from "../../../src/core/plan/proxy/container.ts";
import type { Release } from "../../../src/core/plan/release.ts";
import { planServerExec } from "../../../src/core/plan/server.ts";
import { aConfig, aHost, anAccessory, aRelease, aRole, aWorker } from "../../support.ts";

const config = aConfig({
  registry: { server: undefined, username: undefined, password: undefined, local: false },
  roles: [aRole({ hosts: ["1.1.1.1", "1.1.1.2"] }), aWorker({ hosts: ["1.1.1.1", "1.1.1.3"] })],
  accessories: [anAccessory({ name: "mysql", hosts: ["1.1.1.4", "1.1.1.5"] })],
});

/** Where a plan runs what, a line for each. */
const linesOf = (plan: (release: Release) => Plan, over: Partial<Config> = {}): string[] =>
  plan(aRelease({ config: { ...config, ...over } })).steps.map(({ host, run }) => `${host}: ${run}`);

const execution: AppExecution = { command: "bash -l", env: {}, reuse: true, detach: false, version: undefined };

describe("a command that a person types into", () => {
  it("runs in the primary place, and is not recorded", () => {
    const [line, ...others] = linesOf(planAppExec({ ...execution, interactive: "terminal" }));
    expect(others).toEqual([]);
    expect(line).toMatch(/^1\.1\.1\.1: name=.*label=role=web/);
    expect(line?.split("\n").at(-1)).toBe('docker exec -it "$name" bash -l');
    expect(line).not.toContain("Executed cmd");
  });

  it("has no terminal where it is piped into", () => {
    const piped = planAppExec({ ...execution, reuse: false, interactive: "pipe" });
    expect(linesOf(piped)).toEqual([
      expect.stringMatching(/^1\.1\.1\.1: docker run -i --rm --name app-web-exec-latest-\w{6} --network kamal .* bash -l$/),
    ]);
  });

  it("runs where it was asked for", () => {
    const scope = { hosts: [aHost("1.1.1.3")], roles: ["workers"], asked: undefined };
    const over = { scope, primaryHost: aHost("1.1.1.3"), primaryRole: "workers" };
    expect(linesOf(planAppExec({ ...execution, interactive: "terminal" }), over)).toEqual([
      expect.stringMatching(/^1\.1\.1\.3: name=.*label=role=workers/),
    ]);
  });

  it("runs on the primary server itself, and in the first container of an accessory", () => {
    expect(linesOf(planServerExec("top", "terminal"))).toEqual(["1.1.1.1: set +e\ntop"]);
    const shell = planAccessoryExec("mysql", { command: "mysql -u root", reuse: true, interactive: "terminal" });
    expect(linesOf(shell)).toEqual(["1.1.1.4: docker exec -it app-mysql mysql -u root"]);
  });
});

const following: LogQuery = {
  ...{ since: undefined, lines: undefined, grep: undefined, grepOptions: undefined },
  ...{ timestamps: true, follow: true },
};

describe("a log that is followed", () => {
  const asked = (...hosts: readonly string[]): Partial<Config> => ({
    scope: { hosts: hosts.map(aHost), roles: ["web", "workers"], asked: undefined },
  });

  it("is that of the primary place, in which lines that match come at once", () => {
    expect(linesOf(planAppLogs({ ...following, grep: "GET" }, "abc"))).toEqual([
      "1.1.1.1: docker version >/dev/null\n{ echo abc | xargs -r docker logs --timestamps --follow 2>&1 | { grep --line-buffered -e GET || [ $? -eq 1 ]\n}\n}",
    ]);
    expect(linesOf(planAccessoryLogs("mysql", following))).toEqual([
      "1.1.1.4: docker logs --timestamps --tail 10 --follow app-mysql 2>&1",
    ]);
  });

  it("is that of every host that is named", () => {
    const places = (lines: readonly string[]): string[] => lines.map((line) => line.split(":")[0] ?? "");
    expect(places(linesOf(planAppLogs(following, "abc"), asked("1.1.1.1", "1.1.1.3")))).toEqual(["1.1.1.1", "1.1.1.3"]);
    expect(places(linesOf(planProxyLogs(following), asked("1.1.1.1", "1.1.1.2")))).toEqual(["1.1.1.1", "1.1.1.2"]);
    expect(places(linesOf(planAccessoryLogs("mysql", following), asked("1.1.1.4", "1.1.1.5")))).toEqual(["1.1.1.4", "1.1.1.5"]);
  });

  it("is side by side with another of the same host", () => {
    const both = { scope: { hosts: [aHost("1.1.1.1")], roles: ["web", "workers"], asked: ["web", "workers"] } };
    const { steps } = planAppLogs(following, "abc")(aRelease({ config: { ...config, ...both } }));
    expect(steps.map(({ title, needs }) => [title, needs])).toEqual([
      ["web", []],
      ["workers", []],
    ]);
  });
});
