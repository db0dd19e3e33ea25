import { describe, expect, it } from "vitest";
import type { Config } from "../../../src/core/config/config.ts";
import type { ProxyRun } from "../../../src/core/config/proxy.ts";
import { caddy } from "../../../src/core/proxies/caddy/engine.ts";
import { flip as flipScript } from "../../../src/core/proxies/caddy/flip.ts";
import { routeLines } from "../../../src/core/proxies/caddy/routes.ts";
import * as scripts from "../../../src/core/proxies/caddy/scripts.ts";
import { routeOf } from "../../../src/core/proxies/engine.ts";
import { quote, type Shell, sh } from "../../../src/core/shell/sh.ts";
import { aConfig, aHost, aLandfall, anApp, aProxy, aRole } from "../../support.ts";

/** A command with the names of scripts in their place. */
const shown = (command: Shell): string =>
  Object.entries({ ...scripts, flip: flipScript }).reduce(
    (text, [name, script]) => text.replaceAll(quote(script), name.toUpperCase()),
    String(command),
  );

const boot = (config: Config): string => shown(caddy.boot(config, aHost("1.1.1.1")));
const withRun = (run: Partial<ProxyRun>): Config => aConfig({ roles: [aRole({ proxy: aProxy({ run: { ...usual, ...run } }) })] });
const usual: ProxyRun = {
  ...{ httpPort: 80, httpsPort: 443, publish: true, bindIps: [], logMaxSize: "10m", options: {} },
  ...{ metricsPort: undefined, debug: false, registry: undefined, repository: "basecamp/kamal-proxy", version: "v0.9.2" },
};

describe("booting Caddy", () => {
  it("starts the container that is there, or makes one, and waits until it answers", () => {
    const lines = [
      "mkdir -p .kamal/proxy/apps-config && { docker container start landfall-caddy 2>/dev/null",
      'docker run --name landfall-caddy --network kamal --detach --restart unless-stopped --volume landfall-caddy-config:/config --volume landfall-caddy-data:/data --volume "$PWD"/.kamal/proxy/apps-config:/apps-config:ro --publish 80:80 --publish 443:443 --log-opt max-size=10m caddy:2.11.4 sh -c RUN run',
      "{ tries=0; until complaint=$(docker container start landfall-caddy 2>&1); do tries=$((tries + 1)); [ $tries -lt 10 ]",
      '{ echo "$complaint"; exit 1; }; sleep 0.5; done\n}\n} && { docker exec landfall-caddy sh -c AWAITCADDY await',
      "{ docker logs --tail 20 landfall-caddy >&2 && false\n}\n}",
    ];
    expect(boot(aConfig())).toBe(lines.join(" || "));
  });

  it("runs the image that x-landfall names", () => {
    const config = aConfig({ landfall: aLandfall({ engine: "caddy", proxyImage: "registry.example.com/caddy:2-dns" }) });
    expect(boot(config)).toContain(" registry.example.com/caddy:2-dns sh -c RUN run");
  });

  it("listens where proxy.run says", () => {
    expect(boot(withRun({ httpPort: 8080, httpsPort: 8443, bindIps: ["10.0.0.1", "::1"], logMaxSize: "" }))).toContain(
      "/apps-config:ro --publish 10.0.0.1:8080:80 --publish 10.0.0.1:8443:443 --publish '[::1]:8080:80' --publish '[::1]:8443:443' caddy:",
    );
  });

  it("publishes nothing when it is told not to, and passes Docker's own options on", () => {
    const run = boot(withRun({ publish: false, logMaxSize: "1g", options: { memory: "512m", "read-only": true } }));
    expect(run).toContain('/apps-config:ro --log-opt max-size=1g --memory "512m" --read-only caddy:');
  });
});

describe("sending traffic through Caddy", () => {
  const flip = (config: Config): string => shown(caddy.flip(routeOf(anApp(config)), sh`"$id"`));
  const routes = routeLines(routeOf(anApp()));

  it("waits for health in one exec and flips in another, so that a cancelled deploy cannot flip later", () => {
    expect(flip(aConfig())).toBe(
      `docker exec landfall-caddy sh -c HEALTH health "$id":80 /up 5 30 1 && docker exec landfall-caddy sh -c FLIP flip app-web "$id":80 30 ${quote(routes)} ''`,
    );
  });

  it("asks and waits as the file says", () => {
    const proxy = aProxy({ appPort: 3000, healthcheck: { path: "/health check", timeout: 2, interval: 3 } });
    const command = flip(aConfig({ roles: [aRole({ proxy })], deployTimeout: 60, drainTimeout: 10, destination: "staging" }));
    expect(command).toContain(`HEALTH health "$id":3000 '/health check' 2 60 3 &&`);
    expect(command).toContain(`FLIP flip app-web-staging "$id":3000 10 `);
  });

  it("points at the version's error pages", () => {
    expect(flip(aConfig({ errorPagesPath: "public", destination: "staging" }))).toMatch(
      / \/apps-config\/app-staging\/error_pages\/999$/,
    );
  });

  it("removes an app's routes by its name", () => {
    expect(shown(caddy.remove(routeOf(anApp())))).toBe("docker exec landfall-caddy sh -c REMOVE remove app-web");
  });
});

describe("a Caddy that runs", () => {
  const complaint = (image: string) => caddy.complaint({ running: true, image });

  it.each(["caddy:2.10.2", "caddy:2.11.1-alpine", "registry:5000/caddy:2.10", "caddy:1"])("is too old as %s", (image) => {
    expect(complaint(image)).toBe(
      `Caddy ${image.split(":").at(-1)} is too old: 2.11.2 or newer is needed. Set x-landfall.proxy.image to one and run "landfall proxy reboot": the routes stay`,
    );
  });

  it.each([
    ...["caddy:2.11.2", "caddy:2.11.4-alpine", "caddy:2.12.0", "caddy:3.0.0", "caddy:2", "caddy:2.11", "caddy:2-alpine"],
    ...["caddy", "caddy:alpine", "registry:5000/caddy", "caddy@sha256:1b2c3d", "0123456789ab"],
  ])("is new enough as %s", (image) => {
    expect(complaint(image)).toBeUndefined();
  });
});
