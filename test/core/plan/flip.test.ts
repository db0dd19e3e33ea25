import { once } from "node:events";
import { createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { isRemote } from "../../../src/core/plan/plan.ts";
import type { Shell } from "../../../src/core/shell/sh.ts";
import { aHome, type Home } from "../../shell/home.ts";
import { aConfig, aProxy, aRole, stepOf } from "../../support.ts";
import { deploying } from "./deploying.ts";

const ask = "container inspect --format {{slice .Id 0 12}} {{.State.Pid}} app-web-999";
const flipTo = (port: number, deployTimeout = 30): string =>
  `exec kamal-proxy kamal-proxy deploy app-web --target=0123456789ab:${port} --deploy-timeout=${deployTimeout}s --drain-timeout=30s --buffer-requests --buffer-responses --log-request-header=Cache-Control --log-request-header=Last-Modified --log-request-header=User-Agent`;

/** The step that sends traffic to an app on this port. */
function flipping(appPort: number, deployTimeout = 30): Shell {
  const config = aConfig({ deployTimeout, roles: [aRole({ proxy: aProxy({ appPort }) })] });
  const step = stepOf(deploying({ config }), "flip web 1.1.1.1");
  if (!isRemote(step)) throw new Error("Traffic is sent on servers");
  return step.run;
}

/** A server whose new container is this process, and which takes no time to sleep. */
function homeWith(flip: string, pid = process.pid): Home {
  const home = aHome({ docker: { [ask]: `0123456789ab ${pid}\n`, [flip]: "" } });
  home.install("sleep", "echo nap >> naps");
  home.write("naps", "");
  return home;
}

describe("sending traffic to a new container", () => {
  it("is done at once when the app listens, by the container's id", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    const port = typeof address === "object" && address ? address.port : 0;
    using home = homeWith(flipTo(port));
    expect(await home.run(flipping(port))).toEqual({ code: 0, output: "" });
    expect(home.read("naps")).toBe("");
    server.close();
  });

  it("waits for an app that does not listen yet, then leaves it to the proxy", async () => {
    using home = homeWith(flipTo(1, 2));
    expect((await home.run(flipping(1, 2))).code).toBe(0);
    expect(home.read("naps")).not.toBe("");
    expect(home.calls("docker").at(-1)).toBe(flipTo(1, 2));
  });

  it("does not wait where the kernel's table cannot be read, or the container has died", async () => {
    using home = homeWith(flipTo(1), 0);
    expect((await home.run(flipping(1))).code).toBe(0);
    expect(home.read("naps")).toBe("");
  });

  it("says so where there is no container", async () => {
    using home = aHome({ docker: { [ask]: { complains: "Error: No such object: app-web-999\n", exitCode: 1 } } });
    expect(await home.run(flipping(80))).toEqual({
      code: 1,
      output: "There is no container app-web-999 to send traffic to: did it boot?\n",
    });
  });

  it("fails, in the proxy's words, when the app does not get healthy", async () => {
    const complains = "Error: target failed to become healthy within configured timeout (30s)\n";
    using home = aHome({ docker: { [ask]: "0123456789ab 0\n", [flipTo(80)]: { complains, exitCode: 1 } } });
    expect(await home.run(flipping(80))).toEqual({ code: 1, output: complains });
  });
});
