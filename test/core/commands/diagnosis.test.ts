import { once } from "node:events";
import { createServer } from "node:http";
import { createServer as createSocketServer, type Server } from "node:net";
import { describe, expect, it } from "vitest";
import { diagnose } from "../../../src/core/commands/diagnosis.ts";
import { appSuspect } from "../../../src/core/commands/suspect.ts";
import { readDiagnosis } from "../../../src/core/diagnosis/diagnosis.ts";
import { ask } from "../../../src/core/proxies/asking.ts";
import { sh } from "../../../src/core/shell/sh.ts";
import { aHome, type Home } from "../../shell/home.ts";
import { shells } from "../../shell/shells.ts";
import { aConfig, anApp, aProxy, aRole, aWorker } from "../../support.ts";
import { healthcheckFailed } from "../diagnosis/printout.ts";

const state = '{"status":"running","exitCode":0,"oomKilled":false,"error":"","restarts":2,"memory":0,"readOnly":false}';
const created = "2026-03-01T12:00:00.5Z";

/** Docker, as far as it is asked here: of a container that is this very process. */
const docker = [
  'case "$*" in',
  `"version --format "*) echo 'server "amd64"';;`,
  `"container inspect --format {{slice .Id 0 12}} "*" app-web-999") echo "0123456789ab ${process.pid} ${created} sha256:77";;`,
  `"container inspect --format container "*" 0123456789ab") printf '%s\\n' 'container ${state}';;`,
  `"events --since ${created} --until 0s --filter container=0123456789ab "*) echo "end die 1772366400000000000 1";;`,
  `"image inspect --format "*" sha256:77") echo 'image "arm64"';;`,
  '"logs --timestamps --tail 100 0123456789ab") cat log; echo "no database" >&2;;',
  `"logs --since ${created} kamal-proxy") cat proxy.log;;`,
  '"exec kamal-proxy sh -c "*) printf "HTTP/1.1 503 Service Unavailable\\r\\n\\r\\nnot yet";;',
  '*) echo "unexpected: $*" >&2; exit 64;;',
  "esac",
];

function aServer(): Home {
  const home = aHome();
  home.install("docker", ...docker);
  home.write("log", "listening\n");
  home.write("proxy.log", "");
  return home;
}

const portOf = (server: Server): number => {
  const address = server.address();
  return typeof address === "object" && address ? address.port : 0;
};

describe("asking why a container failed", () => {
  const web = anApp(aConfig({ roles: [aRole({ proxy: aProxy({ appPort: 3000 }) })] }));

  it("tells all in one go", async () => {
    const server = createSocketServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    using home = aServer();
    const others = ['{"msg":"Request","target":"0123456789ab:80"}', healthcheckFailed("x").replace("0123456789ab", "beef")];
    home.write("proxy.log", [healthcheckFailed("unexpected status (503)"), ...others, ""].join("\n"));
    const { code, output } = await home.run(diagnose(appSuspect(web)));
    expect(code).toBe(0);
    expect(readDiagnosis(output)).toMatchObject({
      asked: { noun: "app", key: "servers.web", proxyKey: "proxy", proxy: { port: 3000, path: "/up", timeout: 5 } },
      container: { status: "running", exitCode: 1, restarts: 2 },
      ...{ serverArchitecture: "amd64", imageArchitecture: "arm64" },
      listening: expect.arrayContaining([{ port: portOf(server), only: "127.0.0.1" }]),
      lastLines: ["listening", "no database"],
      proxyLines: [healthcheckFailed("unexpected status (503)")],
      healthChecks: [{ result: { kind: "status", status: 503 }, times: 1 }],
      answer: { status: 503, text: "not yet" },
    });
    server.close();
  });

  it("sends no more than a bit of a flood, though its lines never end", async () => {
    using home = aServer();
    const line = `${"x".repeat(3_000_000)}\n`;
    home.write("log", line.repeat(3));
    home.write("proxy.log", `${healthcheckFailed("x".repeat(100_000))}\n`.repeat(50));
    const { output } = await home.run(diagnose(appSuspect(web)));
    expect(output.length).toBeLessThan(60_000);
    expect(readDiagnosis(output)).toMatchObject({ container: { status: "running" }, answer: { status: 503 } });
  });

  it("says what deploy.yml asks, and no more, where there is none", async () => {
    using home = aServer();
    const { code, output } = await home.run(diagnose(appSuspect({ ...web, role: aRole({ name: "api" }) })));
    expect(code).toBe(0);
    expect(readDiagnosis(output)).toMatchObject({
      asked: { proxyKey: "servers.api.proxy" },
      container: undefined,
      listening: undefined,
    });
  });

  it("asks no proxy about a role that takes no traffic", async () => {
    using home = aServer();
    home.install("docker", ...docker.map((line) => line.replace("app-web-999", "app-workers-999").replace(/^"exec .*/, "")));
    const workers = aWorker();
    const { output } = await home.run(
      diagnose(appSuspect({ ...web, config: aConfig({ roles: [aRole(), workers] }), role: workers })),
    );
    expect(readDiagnosis(output)).toMatchObject({ container: { status: "running" }, proxyLines: [], answer: undefined });
  });
});

describe("one request like those of a health check", () => {
  it.each([
    ["kamal-proxy's container", "bash", []],
    ["Caddy's container", "busybox", ["head", "nc", "timeout"]],
  ] as const)("is made in %s", async (_, shell, applets) => {
    const asked: unknown[] = [];
    await using server = createServer(({ method, url, headers }, response) => {
      asked.push([method, url, headers.host, headers["user-agent"]]);
      response.writeHead(301, { Location: "https://a.test/up" }).end("moved");
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const port = portOf(server);
    using home = aHome();
    for (const applet of applets) home.install(applet, `exec /bin/busybox ${applet} "$@"`);
    const { argv } = shells.find(({ name }) => name === shell) ?? shells[0];
    const path = applets.length > 0 ? sh`PATH="$PWD/bin"` : sh`PATH="$PATH"`;
    const program = argv.map((word, at) => (at === 0 ? `/bin/${word}` : word));
    const { output } = await home.run(sh`${path} ${program} -c ${ask} ask 127.0.0.1 ${port} ${"/up?a=%s"} 5`);
    expect(output).toMatch(/^HTTP\/1\.1 301 [\s\S]*Location: https:\/\/a\.test\/up[\s\S]*moved/);
    expect(asked).toEqual([["GET", "/up?a=%s", `127.0.0.1:${port}`, "kamal-proxy"]]);
  });

  it("says nothing where nobody answers", async () => {
    using home = aHome();
    expect((await home.run(sh`sh -c ${ask} ask 127.0.0.1 1 /up 1 || true`)).output).toBe("");
  });
});
