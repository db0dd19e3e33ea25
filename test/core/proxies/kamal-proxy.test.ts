import { describe, expect, it } from "vitest";
import type { Config } from "../../../src/core/config/config.ts";
import { routeOf } from "../../../src/core/proxies/engine.ts";
import { kamalProxy } from "../../../src/core/proxies/kamal-proxy.ts";
import { aHome } from "../../shell/home.ts";
import { aConfig, anApp, aProxy, aRole } from "../../support.ts";

type Settings = Parameters<typeof aProxy>[0];

const deploy = (proxy: Settings = {}, over: Partial<Config> = {}): string =>
  kamalProxy.flip(routeOf(anApp(aConfig({ ...over, roles: [aRole({ proxy: aProxy(proxy) })] }))), "0123456789ab").render();

describe("sending traffic to a container", () => {
  it("is one line, as Kamal's", () => {
    expect(deploy()).toBe(
      "docker exec kamal-proxy kamal-proxy deploy app-web --target=0123456789ab:80" +
        ' --deploy-timeout="30s" --drain-timeout="30s" --buffer-requests --buffer-responses' +
        ' --log-request-header="Cache-Control" --log-request-header="Last-Modified" --log-request-header="User-Agent"',
    );
  });

  it("takes every setting, in Kamal's order", () => {
    const settings: Settings = {
      hosts: ["a.example.com", "b.example.com"],
      appPort: 3000,
      ssl: true,
      certificate: { certificatePem: "CERT", privateKeyPem: "KEY" },
      sslRedirect: false,
      forwardHeaders: true,
      responseTimeout: 10,
      pathPrefixes: ["/api", "/v 2"],
      stripPathPrefix: false,
      healthcheck: { interval: 3, timeout: 2, path: "/up?a=$b" },
      buffering: { requests: false, responses: false, memory: 1_000_000, maxRequestBody: 0, maxResponseBody: 40_000_000 },
      logging: { requestHeaders: ["X-Request-ID"], responseHeaders: ["X-Runtime", "ETag"] },
    };
    const config = { destination: "staging", errorPagesPath: "public", deployTimeout: 60, drainTimeout: 5 };
    expect(deploy(settings, config)).toBe(
      "docker exec kamal-proxy kamal-proxy deploy app-web-staging --target=0123456789ab:3000" +
        ' --host="a.example.com" --host="b.example.com" --tls' +
        ' --tls-certificate-path="/home/kamal-proxy/.apps-config/app-staging/tls/web/cert.pem"' +
        ' --tls-private-key-path="/home/kamal-proxy/.apps-config/app-staging/tls/web/key.pem"' +
        ' --deploy-timeout="60s" --drain-timeout="5s"' +
        ' --health-check-interval="3s" --health-check-timeout="2s" --health-check-path="/up?a=\\$b" --target-timeout="10s"' +
        ' --buffer-requests="false" --buffer-responses="false" --buffer-memory="1000000" --max-request-body="0"' +
        ' --max-response-body="40000000" --path-prefix="/api" --path-prefix="/v 2" --strip-path-prefix="false"' +
        ' --forward-headers --tls-redirect="false" --log-request-header="X-Request-ID" --log-response-header="X-Runtime"' +
        ' --log-response-header="ETag" --error-pages="/home/kamal-proxy/.apps-config/app-staging/error_pages/999"',
    );
  });

  it("never says that there is to be no TLS, which the proxy once refused", () => {
    expect(deploy({ ssl: false })).not.toContain("--tls");
  });

  it("says what is off where the proxy's own default is on", () => {
    expect(deploy({ forwardHeaders: false, sslRedirect: true, stripPathPrefix: true })).toContain(
      ' --strip-path-prefix --forward-headers="false" --tls-redirect --log-request-header',
    );
  });

  it("logs no request header if the list is empty", () => {
    expect(deploy({ logging: { requestHeaders: [], responseHeaders: [] } })).toMatch(/--buffer-responses$/);
  });

  it("stops with one line, as Kamal's, and resumes with another", () => {
    const stop = (message?: string) => kamalProxy.stop(routeOf(anApp()), { drainTimeout: 30, message }).render();
    expect(stop()).toBe('docker exec kamal-proxy kamal-proxy stop app-web --drain-timeout="30s"');
    expect(stop("Back at noon")).toBe(`${stop()} --message='Back at noon'`);
    expect(kamalProxy.resume(routeOf(anApp())).render()).toBe("docker exec kamal-proxy kamal-proxy resume app-web");
  });

  it("takes any message as it was typed", async () => {
    const message = `<b>"It's" 100% & {{.Message}} {env.PATH} \${HOME} $(id) \`id\` \\n\nnew line é`;
    using home = aHome();
    home.install("docker", 'for word; do :; done; printf %s "$word" > said');
    await home.run(kamalProxy.stop(routeOf(anApp()), { drainTimeout: 30, message }));
    expect(home.read("said")).toBe(`--message=${message}`);
  });

  it("ends with one line", () => {
    expect(kamalProxy.remove(routeOf(anApp())).render()).toBe("docker exec kamal-proxy kamal-proxy remove app-web");
    expect(kamalProxy.listRoutes().render()).toBe("docker exec kamal-proxy kamal-proxy list");
  });
});

describe("the proxy that runs", () => {
  const complaint = (image: string) => kamalProxy.complaint({ running: true, image });

  it.each([
    "basecamp/kamal-proxy:v0.9.2",
    "basecamp/kamal-proxy:v0.10.0",
    "basecamp/kamal-proxy:v1.0.0",
    "reg.example.com:5000/kamal-proxy:0.9.2",
    "basecamp/kamal-proxy:latest",
    "basecamp/kamal-proxy",
    "reg.example.com:5000/kamal-proxy",
    "8fde2fa8c7d9",
    "basecamp/kamal-proxy@sha256:0f0f",
  ])("is not complained about when it is %s", (image) => {
    expect(complaint(image)).toBeUndefined();
  });

  it.each(["v0.9.1", "v0.8.10", "0.9.0", "v0.9.1-rc1"])("is too old when it is %s", (version) => {
    expect(complaint(`basecamp/kamal-proxy:${version}`)).toContain(`kamal-proxy ${version} is too old`);
  });
});
