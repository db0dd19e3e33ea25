import { expect, it } from "vitest";
import type { Config } from "../../../src/core/config/config.ts";
import { portsTaken } from "../../../src/core/proxies/rival.ts";
import { aConfig, aContainer, aFacts, aLandfall, aProxy, aProxyContainer, aRole } from "../../support.ts";

const ports = "0.0.0.0:80->80/tcp, [::]:80->80/tcp, 0.0.0.0:443->443/tcp, [::]:443->443/tcp";
const withCaddy = (over: Partial<Config> = {}): Config => aConfig({ landfall: aLandfall({ engine: "caddy" }), ...over });
const kamalProxy = { ...aProxyContainer(), ports };

it("says that kamal-proxy has the ports that Caddy needs, and what to do", () => {
  expect(portsTaken(withCaddy(), aFacts("1.1.1.1", { containers: [kamalProxy] }))).toBe(
    'kamal-proxy runs there and holds port 80 and 443, which landfall-caddy needs. Remove it first ("docker rm --force kamal-proxy": its apps are down until they are deployed again), or give landfall-caddy other ports (proxy.run.http_port and https_port)',
  );
});

it("says the same of Caddy where kamal-proxy is to come", () => {
  const caddy = aContainer({ name: "landfall-caddy", image: "caddy:2.11.4", ports });
  expect(portsTaken(aConfig(), aFacts("1.1.1.1", { containers: [caddy] }))).toMatch(
    /^landfall-caddy runs there and holds port 80/,
  );
});

it("finds nothing wrong with a proxy that has stopped or listens elsewhere", () => {
  const elsewhere = { ...kamalProxy, ports: "0.0.0.0:8080->80/tcp, 0.0.0.0:8443->443/tcp" };
  const inside = { ...kamalProxy, ports: "80/tcp, 443/tcp" };
  for (const proxy of [elsewhere, inside, { ...kamalProxy, state: "exited" }])
    expect(portsTaken(withCaddy(), aFacts("1.1.1.1", { containers: [proxy] }))).toBeUndefined();
});

it("finds nothing wrong where the app's proxy has other ports, or none", () => {
  const run = {
    ...{ httpPort: 8080, httpsPort: 8443, publish: true, bindIps: [], logMaxSize: "10m", options: {}, metricsPort: undefined },
    ...{ debug: false, registry: undefined, repository: "basecamp/kamal-proxy", version: "v0.9.2" },
  };
  for (const over of [{}, { httpPort: 80, publish: false }]) {
    const roles = [aRole({ proxy: aProxy({ run: { ...run, ...over } }) })];
    expect(portsTaken(withCaddy({ roles }), aFacts("1.1.1.1", { containers: [kamalProxy] }))).toBeUndefined();
  }
});
