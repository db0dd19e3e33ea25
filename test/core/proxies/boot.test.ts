import { describe, expect, it } from "vitest";
import type { ProxyRun } from "../../../src/core/config/config.ts";
import { kamalProxy } from "../../../src/core/proxies/kamal-proxy.ts";
import { aHome, type Home } from "../../shell/home.ts";
import { aConfig, aHost, aProxy, aRole } from "../../support.ts";
import { deployYml, parse } from "../config/deploy-yml.ts";

const start = "container start kamal-proxy";
const asRun = (home: Home): string[] => home.calls("docker").filter((call) => call.startsWith("run "));

const aRun = (over: Partial<ProxyRun> = {}): ProxyRun => ({
  ...{ httpPort: 80, httpsPort: 443, metricsPort: undefined, debug: false, logMaxSize: "10m", publish: true, bindIps: [] },
  ...{ registry: undefined, repository: "basecamp/kamal-proxy", version: "v0.9.2", options: {} },
  ...over,
});

const boot = (run?: Partial<ProxyRun>) => {
  const config = aConfig({ roles: [aRole({ proxy: aProxy({ run: run && aRun(run) }) })] });
  return kamalProxy.boot(config, aHost("1.1.1.1"));
};

/** A home where there is no proxy yet, and Docker makes any. */
function bareHome(): Home {
  const home = aHome();
  home.install("docker", 'printf "%s\\n" "$*" >> bin/docker.calls', 'case "$*" in run*) echo 0123;; *) exit 1;; esac');
  return home;
}

/** The arguments that the proxy is run with, apart from those that are always the same. */
async function runArguments(home: Home, run?: Partial<ProxyRun>): Promise<string | undefined> {
  expect((await home.run(boot(run))).code).toBe(0);
  const [, rest] = asRun(home)[0]?.match(always) ?? [];
  return rest;
}

const always =
  /^run --name kamal-proxy --network kamal --detach --restart unless-stopped --volume kamal-proxy-config:\/home\/kamal-proxy\/\.config\/kamal-proxy --volume \/\S+\/\.kamal\/proxy\/apps-config:\/home\/kamal-proxy\/\.apps-config (.*)$/;

describe("booting the proxy", () => {
  it("starts the one that is there, and makes the directory that it mounts", async () => {
    using home = aHome({ docker: { [start]: "kamal-proxy\n" } });
    expect((await home.run(boot())).code).toBe(0);
    expect(home.has(".kamal/proxy/apps-config")).toBe(true);
    expect(home.calls("docker")).toEqual([start]);
  });

  it("runs Kamal's own where there is none", async () => {
    using home = bareHome();
    expect(await runArguments(home)).toBe("--publish 80:80 --publish 443:443 --log-opt max-size=10m basecamp/kamal-proxy:v0.9.2");
  });

  it("goes by the files on the server, which Kamal left there", async () => {
    using home = bareHome();
    home.write(".kamal/proxy/options", "--publish 8080:80 --label a=b\n");
    home.write(".kamal/proxy/image", "reg.example.com/kamal-proxy\n");
    home.write(".kamal/proxy/image_version", "v0.9.9\n");
    home.write(".kamal/proxy/run_command", "kamal-proxy run --debug\n");
    expect(await runArguments(home)).toBe(
      "--publish 8080:80 --label a=b reg.example.com/kamal-proxy:v0.9.9 kamal-proxy run --debug",
    );
  });

  it.each<[string, Partial<ProxyRun>, string]>([
    ["its defaults", {}, "--publish 80:80 --publish 443:443 --log-opt max-size=10m basecamp/kamal-proxy:v0.9.2 kamal-proxy run"],
    [
      "everything that can be set",
      {
        ...{ httpPort: 8080, httpsPort: 8443, metricsPort: 9000, debug: true, logMaxSize: "1g" },
        ...{ bindIps: ["127.0.0.1", "::1"], registry: "reg.example.com", repository: "me/proxy", version: "v1.0.0" },
        options: { label: ["a=b", "c=d e"], init: true },
      },
      "--publish 127.0.0.1:8080:80 --publish 127.0.0.1:8443:443 --publish [::1]:8080:80 --publish [::1]:8443:443" +
        " --log-opt max-size=1g --expose=9000 --label a=b --label c=d e --init" +
        " reg.example.com/me/proxy:v1.0.0 kamal-proxy run --debug --metrics-port 9000",
    ],
    ["nothing published", { publish: false }, "--log-opt max-size=10m basecamp/kamal-proxy:v0.9.2 kamal-proxy run"],
    ["logs without limit", { publish: false, logMaxSize: " " }, "basecamp/kamal-proxy:v0.9.2 kamal-proxy run"],
  ])("goes by deploy.yml alone where that says how: %s", async (_, run, rest) => {
    using home = bareHome();
    home.write(".kamal/proxy/options", "--publish 1:1\n");
    expect(await runArguments(home, run)).toBe(rest);
  });

  it("goes by an accessory on the same server where the app says nothing", async () => {
    const accessories = "accessories: {db: {image: m, host: 1.1.1.1, proxy: {host: a.com, run: {http_port: 8080}}}}";
    const parsed = parse(deployYml(accessories));
    if (!("config" in parsed)) throw new Error(parsed.problems.map(({ message }) => message).join());
    using home = bareHome();
    await home.run(kamalProxy.boot(parsed.config, aHost("1.1.1.1")));
    expect(asRun(home)[0]).toContain(" --publish 8080:80 --publish 443:443 ");
  });

  it("starts what another deploy has made in the meantime", async () => {
    using home = aHome();
    home.install("docker", 'case "$*" in run*) : > made; exit 125;; *) [ -e made ];; esac');
    expect((await home.run(boot())).code).toBe(0);
  });

  it("waits for what another deploy is still making, whose name is taken before it can be started", async () => {
    using home = aHome();
    home.install("docker", 'case "$*" in run*) exit 125;; esac', "echo start >> starts", '[ "$(wc -l < starts)" -ge 4 ]');
    expect((await home.run(boot())).code).toBe(0);
  });

  it("fails, and says why, when it cannot be started", async () => {
    using home = aHome();
    home.install("docker", 'case "$*" in run*) echo "port is already allocated" >&2; exit 125;; *) exit 1;; esac');
    const { code, output } = await home.run(boot());
    expect(code).not.toBe(0);
    expect(output).toContain("port is already allocated");
  });

  it("says why one that is there does not start, not that its name is taken", async () => {
    using home = aHome();
    home.install(
      "docker",
      'case "$*" in run*) echo "the name is already in use" >&2; exit 125;; esac',
      'echo "port is already allocated" >&2; exit 1',
    );
    expect((await home.run(boot())).output).toContain("port is already allocated");
  });
});
