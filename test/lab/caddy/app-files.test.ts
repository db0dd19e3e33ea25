import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { caddy } from "../../../src/core/proxies/caddy/engine.ts";
import type { Route } from "../../../src/core/proxies/engine.ts";
import type { Server } from "../server.ts";
import { type CaddyServer, startCaddyServer } from "./caddy-server.ts";

const certificate = { certificatePem: "CERT", privateKeyPem: "KEY" };
const appsConfig = ".kamal/proxy/apps-config";

describe("what an app brings along for Caddy", () => {
  let on: CaddyServer;
  let server: Server;

  beforeAll(async () => {
    on = await startCaddyServer("caddy-files");
    server = on.server;
  });

  afterAll(() => on.down());
  beforeEach(() => on.clear());

  it("is a certificate, shown for its hosts whatever name stands in it, and at once when it is renewed", async () => {
    const shop = on.routeOf("shop", { hosts: ["shop.test", "*.shop.test"], ssl: true, certificate });
    await makeCertificate("shop", "one.example.com");
    await on.deploy(shop);
    expect(await subjectFor("shop.test")).toBe("CN=one.example.com");
    expect(await subjectFor("www.shop.test")).toBe("CN=one.example.com");
    await makeCertificate("shop", "two.example.com");
    await on.deploy(shop);
    expect(await subjectFor("shop.test")).toBe("CN=two.example.com");
    expect(await on.curl("--insecure", "--resolve", `shop.test:443:${server.address}`, "https://shop.test/")).toBe("shop");
  });

  it("is a certificate for each app", async () => {
    for (const name of ["shop", "blog"]) {
      await makeCertificate(name, `${name}.example.com`);
      await on.deploy(on.routeOf(name, { hosts: [`${name}.test`], ssl: true, certificate }));
    }
    expect([await subjectFor("shop.test"), await subjectFor("blog.test")]).toEqual([
      "CN=shop.example.com",
      "CN=blog.example.com",
    ]);
  });

  it("has to be there, or nothing changes", async () => {
    await on.deploy(on.routeOf("shop", { hosts: ["shop.test"] }));
    await server.exec(`rm -rf ${appsConfig}/shop`);
    const ssl = on.routeOf("shop", { hosts: ["shop.test"], ssl: true, certificate });
    await expect(on.deploy(ssl)).rejects.toThrow(`There is no ${appsConfig}/shop/tls/web/cert.pem on this server`);
    const pages = on.routeOf("shop", { hosts: ["shop.test"] }, { errorPagesPath: "public" });
    await expect(on.deploy(pages)).rejects.toThrow(`There is no error page in ${appsConfig}/shop/error_pages/999 on this server`);
    expect(await on.get("shop.test")).toBe("shop");
  });

  it("is a certificate that concerns nobody else when it is spoilt: the one before is shown until there is a better one", async () => {
    const shop = on.routeOf("shop", { hosts: ["shop.test"], ssl: true, certificate });
    await makeCertificate("shop", "shop.example.com");
    await on.deploy(shop);
    await server.exec(`echo spoilt > ${appsConfig}/shop/tls/web/cert.pem`);
    await expect(on.deploy(shop)).rejects.toThrow(/Caddy refuses the new routes .*:\nError: .*failed to find any PEM data/);
    await on.deploy(on.routeOf("other", { hosts: ["other.test"] }));
    await server.exec("docker restart landfall-caddy");
    await on.boot();
    expect([await on.get("other.test"), await subjectFor("shop.test")]).toEqual(["other", "CN=shop.example.com"]);
    expect((await on.inside("ls /config/landfall/certificates/shop-web")).split("\n")).toHaveLength(1);
  });

  it("is its error pages, shown for what goes wrong before the app", async () => {
    const shop = on.routeOf("shop", { hosts: ["shop.test"] }, { errorPagesPath: "public" });
    await page("502", "<h1>Our server is gone {{ .Message }}</h1>");
    const id = await on.deploy(shop);
    await server.exec(`docker kill ${id}`);
    expect(await on.get("shop.test", "/anything?x=1")).toBe("<h1>Our server is gone {{ .Message }}</h1>");
    expect(await on.status("shop.test")).toBe("502");
    await on.deploy(shop);
    expect(await on.get("shop.test", "/assets/none")).toBe("not found");
  });

  it("is a page for when it is out of service, with the message in it as text", async () => {
    const shop = on.routeOf("shop", {}, { errorPagesPath: "public" });
    await page("503", "<p>{{ if .Message }}We say: {{ .Message }}{{ else }}Back soon{{ end }}</p>");
    await on.deploy(shop);
    expect(await stopped(shop, `<b>"It's" 100% & {env.PATH} \${HOME} $(id) \`id\` \\n {{ .Message }}\nnew line`)).toBe(
      "<p>We say: &lt;b&gt;&#34;It&#39;s&#34; 100% &amp; {env.PATH} ${HOME} $(id) `id` \\n {{ .Message }}\nnew line</p>",
    );
    expect(await on.status("shop.test")).toBe("503");
    expect(await stopped(shop, undefined)).toBe("<p>Back soon</p>");
  });

  it("is nothing, and the usual page says that it is out of service", async () => {
    const shop = on.routeOf("shop", { healthcheck: { path: "up", interval: undefined, timeout: undefined } });
    await on.deploy(shop);
    expect(await stopped(shop, "Back at <noon>")).toContain("<p>Back at &lt;noon&gt;</p>");
    expect(await on.curl("--head", server.url)).toMatch(/^Content-Type: text\/html; charset=utf-8\r$/m);
    expect(await stopped(shop, undefined)).toContain("<p>The service is temporarily unavailable.");
    expect(await on.status("shop.test", "/up")).toBe("200");
    await on.deploy(shop, "next");
    expect(await on.status("shop.test")).toBe("503");
    await server.exec(caddy.resume(shop).render());
    expect(await on.get("shop.test")).toBe("next");
  });

  it("is taken out of service only once its requests are answered", async () => {
    const shop = on.routeOf("shop");
    const id = await on.deploy(shop);
    const slow = on.get("shop.test", "/slow?ms=2000");
    await server.exec(`until docker logs ${id} 2>&1 | grep -q /slow; do sleep 0.1; done`);
    await stopped(shop, undefined);
    await server.exec(`docker kill ${id}`);
    expect(await slow).toBe("shop");
  });

  it("that Caddy does not know is neither stopped nor resumed", async () => {
    const unknown = on.routeOf("unknown");
    await expect(stopped(unknown, undefined)).rejects.toThrow("Caddy knows no app unknown-web here");
    await expect(server.exec(caddy.resume(unknown).render())).rejects.toThrow("Caddy knows no app unknown-web here");
  });

  /** Resolves to the page that is shown then. */
  async function stopped(route: Route, message: string | undefined): Promise<string> {
    await server.exec(caddy.stop(route, { drainTimeout: 10, message }).render());
    return on.get("shop.test");
  }

  async function makeCertificate(service: string, name: string): Promise<void> {
    const directory = `${appsConfig}/${service}/tls/web`;
    const files = `-keyout ${directory}/key.pem -out ${directory}/cert.pem`;
    await server.exec(
      `mkdir -p ${directory} && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=${name} ${files}`,
    );
  }

  const subjectFor = async (host: string): Promise<string> => {
    const shown = await on.curl(
      "--insecure",
      "--verbose",
      "--stderr",
      "-",
      "--resolve",
      `${host}:443:${server.address}`,
      `https://${host}/`,
    );
    return /subject: (.*)/.exec(shown)?.[1] ?? shown;
  };

  async function page(status: string, text: string): Promise<void> {
    const directory = `${appsConfig}/shop/error_pages/999`;
    await server.exec(`rm -rf ${directory} && mkdir -p ${directory} && echo '${text}' > ${directory}/${status}.html`);
  }
});
