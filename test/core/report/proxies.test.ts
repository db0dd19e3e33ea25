import { describe, expect, it } from "vitest";
import { describeProxies, proxyDetails } from "../../../src/core/report/proxies.ts";
import { aConfig, aFacts, aProxyContainer, aRole, factsOfAll } from "../../support.ts";

const routes = [
  "Service  Host                 Path   Target           State    TLS",
  "app-web  a.com,b.example.com  /,/api 0123456789ab:80  stopped  yes",
  "blog     *                    /      ba9876543210:80  running  no",
].join("\n");
const facts = factsOfAll(
  aFacts("a", { routes, containers: [aProxyContainer("reg:5000/kamal-proxy:v1.0.0")] }),
  aFacts("b", { containers: [] }),
);
const details = proxyDetails(aConfig({ roles: [aRole({ hosts: ["a", "b"] })] }), facts);

describe("the details of the proxy", () => {
  it("are its container and routes, for programs", () => {
    expect(details).toEqual([
      {
        ...{ host: "a", container: "kamal-proxy", id: "id-proxy", image: "reg:5000/kamal-proxy:v1.0.0", version: "v1.0.0" },
        ...{ state: "running", status: "Up 3 hours" },
        routes: [
          {
            ...{ service: "app-web", hosts: ["a.com", "b.example.com"], paths: ["/", "/api"] },
            ...{ targets: ["0123456789ab:80"], state: "stopped", tls: true },
          },
          {
            ...{ service: "blog", hosts: ["*"], paths: ["/"] },
            ...{ targets: ["ba9876543210:80"], state: "running", tls: false },
          },
        ],
      },
    ]);
  });

  it("name the servers without one, for people", () => {
    const text = describeProxies(["a", "b"], details);
    expect(text).toMatch(/^b +none/m);
    expect(text).toMatch(/^a +blog +\* +\/ +ba9876543210:80 +running +no$/m);
  });
});
