import { describe, expect, it } from "vitest";
import {
  cleanUpErrorPages,
  uploadCertificate,
  uploadErrorPages,
  uploadPassword,
} from "../../../src/core/commands/proxy-files.ts";
import { aHome } from "../../shell/home.ts";
import { aConfig, aProxy, aRole, aSecret, aVersion, theSecrets } from "../../support.ts";
import { thePreview, theShop } from "../config/preview/shop.ts";

const config = aConfig({ destination: "staging" });
const directory = ".kamal/proxy/apps-config/app-staging";
const page = (name: string, text: string) => ({ name, content: aSecret(Buffer.from(text).toString("base64")) });

describe("error pages", () => {
  it("are where the proxy reads them, for all to read, byte by byte", async () => {
    using home = aHome();
    const pages = [page("404.html", "<p>été\r\n"), page("5xx.html", "")];
    expect(await home.run(uploadErrorPages(config, aVersion("v1"), pages))).toEqual({ code: 0, output: "" });
    const at = `${directory}/error_pages/v1`;
    expect(home.read(`${at}/404.html`)).toBe("<p>été\r\n");
    expect([at, `${at}/404.html`, `${at}/5xx.html`].map(home.modeOf)).toEqual(["755", "644", "644"]);
  });

  it("of other versions go", async () => {
    using home = aHome();
    for (const version of ["v1", "v2", "v10"]) home.write(`${directory}/error_pages/${version}/404.html`, "");
    expect((await home.run(cleanUpErrorPages(config, aVersion("v1")))).code).toBe(0);
    expect(["v1", "v2", "v10"].map((version) => home.has(`${directory}/error_pages/${version}`))).toEqual([true, false, false]);
  });
});

describe("an app's own certificate", () => {
  const role = aRole({ proxy: aProxy({ certificate: { certificatePem: "CERT", privateKeyPem: "KEY" } }) });
  const secrets = theSecrets({ CERT: "-----BEGIN\nx\n-----END\n", KEY: "k'ey" });

  it("is written for its role, and the one before replaced whole", async () => {
    using home = aHome();
    home.write(`${directory}/tls/web/cert.pem`, "a longer certificate, which stood there before");
    const write = uploadCertificate(config, role, secrets);
    expect(write && (await home.run(write))).toEqual({ code: 0, output: "" });
    expect(home.read(`${directory}/tls/web/cert.pem`)).toBe("-----BEGIN\nx\n-----END\n");
    expect(home.read(`${directory}/tls/web/key.pem`)).toBe("k'ey");
    expect([`${directory}/tls/web`, `${directory}/tls/web/key.pem`].map(home.modeOf)).toEqual(["755", "644"]);
  });

  it("is read by no other user of the server: none gets into the directory that holds all of it", async () => {
    using home = aHome();
    home.write(`${directory}/error_pages/v1/404.html`, "");
    const write = uploadCertificate(config, role, secrets);
    expect(write && (await home.run(write)).code).toBe(0);
    expect(home.modeOf(".kamal/proxy")).toBe("700");
  });

  it("is shown to nobody", () => {
    expect(String(uploadCertificate(config, role, secrets))).not.toContain(Buffer.from("k'ey").toString("base64"));
  });

  it("is not written for a role that has none", () => {
    expect(uploadCertificate(config, aRole(), secrets)).toBeUndefined();
  });
});

describe("the password of a preview", () => {
  const preview = thePreview(
    theShop(
      "x-landfall: {proxy: {engine: caddy}, preview: {host: 'pr-{number}.x', auth: {username: guest, password: PASSWORD}}}",
    ),
  );
  const secrets = theSecrets({ PASSWORD: "o'pen" });

  it("goes to Caddy's container on standard input, and what comes back is kept for its role", async () => {
    using home = aHome();
    home.install("docker", 'read -r password; echo "$password, $# words without it: $(! echo "$*" | grep -F pen)"');
    const write = uploadPassword(preview, aRole(), secrets);
    expect(write && (await home.run(write))).toEqual({ code: 0, output: "" });
    expect(home.read(".kamal/proxy/apps-config/shop-pr-12/auth/web")).toBe("o'pen, 8 words without it: \n");
    expect(home.modeOf(".kamal/proxy")).toBe("700");
  });

  it("keeps what there was where Caddy cannot make anything of it", async () => {
    using home = aHome();
    home.write(".kamal/proxy/apps-config/shop-pr-12/auth/web", "before");
    home.install("docker", "echo 'Error: it is too long' >&2; exit 1");
    const write = uploadPassword(preview, aRole(), secrets);
    expect(write && (await home.run(write))).toEqual({ code: 1, output: "Error: it is too long\n" });
    expect(home.read(".kamal/proxy/apps-config/shop-pr-12/auth/web")).toBe("before");
  });

  it("is shown to nobody, and not written for the app itself or for a preview without one", () => {
    expect(String(uploadPassword(preview, aRole(), secrets))).not.toContain("pen");
    for (const config of [theShop(), thePreview()]) expect(uploadPassword(config, aRole(), secrets)).toBeUndefined();
  });
});
