import { describe, expect, it } from "vitest";
import { awaitReady } from "../../../src/core/commands/app.ts";
import type { Config } from "../../../src/core/config/config.ts";
import { aHome, type Home } from "../../shell/home.ts";
import { aConfig, anApp, aWorker } from "../../support.ts";

const ask =
  "inspect --format {{if .State.Health}}{{.State.Health.Status}}{{else}}{{.State.Status}}{{end}}{{if .RestartCount}}, started again {{.RestartCount}} times{{end}} app-workers-999";

/** A home in which Docker reports these states one after the other, the last for ever, and sleeping only moves the clock. */
function homeWith(states: readonly string[]): Home {
  const home = aHome();
  home.write("states", `${states.join("\n")}\n`);
  home.write("clock", "1000");
  home.write("naps", "");
  home.install("sleep", `echo $(($(cat clock) + $1)) > clock.new && mv clock.new clock`, "echo $1 >> naps");
  home.install("date", "cat clock");
  home.install("docker", `[ "$*" = '${ask}' ] || exit 64`, "head -n 1 states", "[ $(wc -l < states) -le 1 ] || sed -i 1d states");
  return home;
}

async function waiting(states: readonly string[], over: Partial<Config> = {}) {
  using home = homeWith(states);
  const end = await home.run(awaitReady(anApp(aConfig({ roles: [aWorker()], ...over }))));
  return { ...end, naps: home.read("naps").split("\n").filter(Boolean).map(Number) };
}

describe("waiting for a container without a proxy", () => {
  it("is over at once when its health check says so", async () => {
    expect(await waiting(["healthy"])).toEqual({ code: 0, output: "", naps: [] });
  });

  it("looks once a second while its health check has not made up its mind", async () => {
    expect(await waiting(["starting", "starting", "healthy"])).toEqual({ code: 0, output: "", naps: [1, 1] });
  });

  it("gives one without a health check the readiness delay to fall over", async () => {
    expect(await waiting(["running", "running"])).toEqual({ code: 0, output: "", naps: [7] });
    expect(await waiting(["running", "running"], { readinessDelay: 2 })).toEqual({ code: 0, output: "", naps: [2] });
  });

  it("takes its word at once if there is no readiness delay", async () => {
    expect(await waiting(["running"], { readinessDelay: 0 })).toEqual({ code: 0, output: "", naps: [] });
  });

  it("goes on looking after it fell over, since Docker starts it again", async () => {
    expect(await waiting(["running", "restarting", "running", "running"])).toEqual({ code: 0, output: "", naps: [7, 1, 7] });
  });

  it("does not take one that runs at both looks for one that has run in between", async () => {
    const again = (count: number): string => `running, started again ${count} times`;
    expect(await waiting(["running", again(1), again(2), again(2)])).toEqual({ code: 0, output: "", naps: [7, 1, 7] });
    const { code, output } = await waiting(["running", again(1), again(2), again(3), again(4)], { deployTimeout: 10 });
    expect({ code, output }).toEqual({
      code: 1,
      output: "The container was not ready after 10 seconds (running, started again 3 times)\n",
    });
  });

  it("ends at the deploy timeout, and tells the last state", async () => {
    const { code, output, naps } = await waiting(["unhealthy"], { deployTimeout: 3 });
    expect({ code, output, naps }).toEqual({
      code: 1,
      output: "The container was not ready after 3 seconds (unhealthy)\n",
      naps: [1, 1, 1],
    });
  });

  it("says what Docker says when the container is not there", async () => {
    using home = aHome({ docker: { [ask]: { complains: "Error: No such object: app-workers-999\n", exitCode: 1 } } });
    const { code, output } = await home.run(awaitReady(anApp(aConfig({ roles: [aWorker()], deployTimeout: 0 }))));
    expect(code).toBe(1);
    expect(output).toContain("No such object: app-workers-999");
  });
});
