import { describe, expect, it } from "vitest";
import type { Config } from "../../../src/core/config/config.ts";
import type { ProxySettings } from "../../../src/core/config/proxy.ts";
import { routeLines } from "../../../src/core/proxies/caddy/routes.ts";
import { routeOf } from "../../../src/core/proxies/engine.ts";
import { aConfig, aLandfall, anApp, aProxy, aRole } from "../../support.ts";
import { thePreview, theShop } from "../config/preview/shop.ts";

const outOfService =
  '{"match":[{"file":{"root":"/config/landfall/stopped","try_files":["shop-web"]},"method":["GET","HEAD"],"path":["/up"]}],"handle":[{"handler":"static_response","status_code":200}],"terminal":true},' +
  '{"match":[{"file":{"root":"/config/landfall/stopped","try_files":["shop-web"]}}],"handle":[{"handler":"static_response","status_code":503,"headers":{"Content-Type":["text/html; charset=utf-8"]},"body":"{file./config/landfall/stopped/shop-web}"}],"terminal":true}';

const linesOf = (proxy: Partial<ProxySettings>, over: Partial<Config> = {}): string[] =>
  routeLines(routeOf(anApp(aConfig({ service: "shop", roles: [aRole({ proxy: aProxy(proxy) })], ...over })))).split("\n");
const keysOf = (over: Partial<ProxySettings>): string[] => linesOf(over).map((line) => line.split("{")[0]?.trim() ?? "");

const websocketRoute =
  '{"match":[{"header":{"Upgrade":["*"],"Connection":["*Upgrade*"]}}],"handle":[{"handler":"map","source":"{file./config/landfall/targets/shop-web}","destinations":["{landfall.upgraded}"],"mappings":[{"input_regexp":"^(.*):([0-9]+)$","outputs":["${1}.:${2}"]}]},{"handler":"reverse_proxy","upstreams":[{"dial":"{landfall.upgraded}"}],"transport":{"protocol":"http","compression":false,"response_header_timeout":"30s","keep_alive":{"max_idle_conns_per_host":100}},"trusted_proxies":["0.0.0.0/0","::/0"],"stream_close_delay":"24h"}],"terminal":true}';
const requestRoute =
  '{"handle":[{"handler":"reverse_proxy","upstreams":[{"dial":"{file./config/landfall/targets/shop-web}"}],"transport":{"protocol":"http","compression":false,"response_header_timeout":"30s","keep_alive":{"max_idle_conns_per_host":100}},"trusted_proxies":["0.0.0.0/0","::/0"],"stream_close_delay":"24h"}]}';
const proxied = `{"handler":"subroute","routes":[${outOfService},${websocketRoute},${requestRoute}]}`;
const trusted = ',"trusted_proxies":["0.0.0.0/0","::/0"]';
const redirect =
  '{"handler":"static_response","status_code":301,"headers":{"Location":["https://{http.request.host}{http.request.uri}"]}}';

describe("an app's routes for Caddy", () => {
  it("takes every request when there are no hosts", () => {
    expect(linesOf({})).toEqual(["claim */", `http-3-998 {"match":[{}],"handle":[${proxied}],"terminal":true}`]);
  });

  it("takes the requests for its host, over HTTP alone without ssl", () => {
    expect(linesOf({ hosts: ["Shop.test"] })).toEqual([
      "claim shop.test/",
      `http-1-998 {"match":[{"host":["Shop.test"]}],"handle":[${proxied}],"terminal":true}`,
    ]);
  });

  it("redirects to HTTPS with ssl, and believes no headers of those who call", () => {
    const match = '"match":[{"host":["shop.test"]}]';
    expect(linesOf({ hosts: ["shop.test"], ssl: true })).toEqual([
      "claim shop.test/",
      `https-1-998 {${match},"handle":[${proxied.replaceAll(trusted, "")}],"terminal":true}`,
      `http-1-998 {${match},"handle":[${redirect}],"terminal":true}`,
    ]);
  });

  it("serves HTTP as well where ssl_redirect is false", () => {
    const [, https, http] = linesOf({ hosts: ["shop.test"], ssl: true, sslRedirect: false });
    expect(http).toBe(https?.replace("https-", "http-"));
  });

  const own = { certificatePem: "CERT", privateKeyPem: "KEY" };

  it("says where the app's own certificate is, and for which hosts", () => {
    const hosts = ["shop.test", "*.shop.test"];
    const certificate = (over: Partial<Config>) => linesOf({ hosts, ssl: true, certificate: own }, over)[2];
    expect(certificate({})).toBe('certificate /apps-config/shop/tls/web ["shop.test","*.shop.test"]');
    expect(certificate({ destination: "staging" })).toMatch(/^certificate \/apps-config\/shop-staging\/tls\/web /);
  });

  it("says who signs the certificate of each host, where deploy.yml does", () => {
    const root = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----";
    const landfall = aLandfall({ acme: { directory: "https://ca.test/directory", email: undefined, root } });
    const hosts = ["Shop.test", "www.shop.test"];
    const issuer = '{"module":"acme","ca":"https://ca.test/directory","trusted_roots_pem_files":["ROOT"]}';
    expect(linesOf({ hosts, ssl: true }, { landfall }).filter((line) => /^(?:root|acme) /.test(line))).toEqual([
      "root -----BEGIN CERTIFICATE-----\\nMIIB\\n-----END CERTIFICATE-----",
      `acme shop.test ${issuer}`,
      `acme www.shop.test ${issuer}`,
    ]);
    const signsNone = [linesOf({ hosts }, { landfall }), linesOf({ hosts, ssl: true, certificate: own }, { landfall })];
    expect(signsNone.flat().filter((line) => /^(?:root|acme) /.test(line))).toEqual([]);
  });

  it("needs no certificate where TLS ends elsewhere", () => {
    expect(linesOf({ hosts: ["shop.test"], certificate: own }).join("\n")).not.toContain("certificate");
  });

  it("shows the app's own error pages, if it has any, by the directory that is in force", () => {
    const [, route] = linesOf({}, { errorPagesPath: "public" });
    const root = "{file./config/landfall/pages/shop-web}";
    expect(route).toContain(
      `"errors":{"routes":[{"match":[{"file":{"root":"${root}","try_files":["/{http.error.status_code}.html"]}}],"handle":[{"handler":"rewrite","uri":"{http.matchers.file.relative}"},{"handler":"file_server","root":"${root}","status_code":"{http.error.status_code}"}]}]}`,
    );
  });

  it("believes forwarded headers over HTTPS when it is told to", () => {
    const [, https] = linesOf({ hosts: ["shop.test"], ssl: true, forwardHeaders: true });
    expect(https).toBe(`https-1-998 {"match":[{"host":["shop.test"]}],"handle":[${proxied}],"terminal":true}`);
  });

  it("takes a path prefix off, and matches whole segments only", () => {
    const stripped = `{"handler":"subroute","routes":[${outOfService},{"handle":[{"handler":"rewrite","strip_path_prefix":"/api"}]},${websocketRoute},${requestRoute}]}`;
    expect(linesOf({ pathPrefixes: ["api/"] })).toEqual([
      "claim */api",
      `http-3-995 {"match":[{"path":["/api","/api/*"]}],"handle":[${stripped}],"terminal":true}`,
    ]);
  });

  it("leaves a path prefix on where strip_path_prefix is false", () => {
    const [, route] = linesOf({ pathPrefixes: ["/api"], stripPathPrefix: false });
    expect(route).toBe(`http-3-995 {"match":[{"path":["/api","/api/*"]}],"handle":[${proxied}],"terminal":true}`);
  });

  it("limits request bodies and the wait for an answer", () => {
    const buffering = { requests: true, responses: true, memory: undefined, maxRequestBody: 1000, maxResponseBody: undefined };
    const slower = [websocketRoute, requestRoute].map((route) => route.replace('"30s"', '"90s"'));
    const limited = `{"handler":"subroute","routes":[${outOfService},{"handle":[{"handler":"request_body","max_size":1000}]},${slower.join(",")}]}`;
    const [, route] = linesOf({ buffering, responseTimeout: 90 });
    expect(route).toBe(`http-3-998 {"match":[{}],"handle":[${limited}],"terminal":true}`);
  });

  it("sorts as kamal-proxy chooses: exact hosts, wildcards, any host, and the longest prefix first", () => {
    const several = keysOf({ hosts: ["*.shop.test", "shop.test"], pathPrefixes: ["/", "/api", "/api/v2"] });
    const routes = [...several, ...keysOf({ pathPrefixes: ["/a/very/long/prefix"] })].filter((key) => key.startsWith("http"));
    expect(routes.sort()).toEqual([
      ...["http-1-992", "http-1-995", "http-1-998"],
      ...["http-2-992", "http-2-995", "http-2-998"],
      "http-3-980",
    ]);
  });

  it("claims every host with every prefix", () => {
    expect(keysOf({ hosts: ["*.shop.test", "shop.test"], pathPrefixes: ["/", "/api"] }).slice(0, 4)).toEqual([
      "claim *.shop.test/",
      "claim *.shop.test/api",
      "claim shop.test/",
      "claim shop.test/api",
    ]);
  });

  const closed = theShop(
    "x-landfall: {proxy: {engine: caddy}, preview: {host: 'pr-{number}.x', auth: {username: guest, password: SECRET}}}",
  );

  it("asks visitors of a preview with a password first of all, and does not tell the app what they said", () => {
    const config = thePreview(closed);
    const [role = aRole()] = config.roles;
    const [, password, https = "", http] = routeLines(routeOf({ config, role, version: anApp().version })).split("\n");
    expect(password).toBe("password /apps-config/shop-pr-12/auth/web");
    const account = { username: "guest", password: "{file./apps-config/shop-pr-12/auth/web}" };
    const asked = JSON.stringify([
      {
        match: [{ not: [{ header_regexp: { Authorization: { pattern: "^(?i:basic) Z3Vlc3Q6" } } }] }],
        handle: [{ handler: "static_response", status_code: 401, headers: { "WWW-Authenticate": ['Basic realm="restricted"'] } }],
        terminal: true,
      },
      {
        handle: [{ handler: "authentication", providers: { http_basic: { accounts: [account], hash_cache: {} } } }],
      },
      { handle: [{ handler: "headers", request: { delete: ["Authorization"] } }] },
    ]);
    expect(https).toContain(`"handle":[{"handler":"subroute","routes":${asked.slice(0, -1)},{"match":[{"file":`);
    expect(http).toContain(redirect);
  });

  it("asks nobody for the app's own sake, whatever its previews ask", () => {
    const [role = aRole()] = closed.roles;
    expect(routeLines(routeOf({ config: closed, role, version: anApp().version }))).not.toMatch(/password|authentication/);
  });
});
