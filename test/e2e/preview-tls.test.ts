import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildCaddyImage } from "../lab/caddy/image.ts";
import { run } from "../lab/command.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import { type Pebble, startPebble } from "../lab/pebble.ts";
import { type Load, startLoad } from "../load/load.ts";
import { createProject, type Project } from "./project.ts";
import { expectSuccess } from "./success.ts";

const addressOf = (number: number): string => `pr-${number}.preview.example.com`;

describe("certificates for previews behind Caddy, from an ACME server", () => {
  let lab: Lab;
  let pebble: Pebble;
  let project: Project;
  let version: string;
  let production: Load;

  beforeAll(async () => {
    const [started, caddy] = await Promise.all([startLab({ name: "preview-tls", registry: true }), buildCaddyImage()]);
    lab = started;
    const [authority] = await Promise.all([startPebble(lab, lab.server(0)), lab.server(0).addImage(caddy)]);
    pebble = authority;
    await writeFile(join(lab.folder, "signer.pem"), pebble.signer);
    const { directory, root } = pebble;
    const proxy = { engine: "caddy", acme: { directory, root, email: "ann@example.com" } };
    const preview = { host: "pr-{number}.preview.example.com", ssl: true };
    project = await createProject(lab, { settings: { "x-landfall": { proxy, preview } } });
    version = await project.commit({});
    expectSuccess(await project.landfall("deploy"));
    production = startLoad(lab.server(0).url, { connections: 4 });
  });

  afterAll(async () => {
    await production.stop();
    await lab.down();
  });

  it("are there soon after the first deploy, one for each address, and HTTP leads to HTTPS", { timeout: 240_000 }, async () => {
    for (const number of [1, 2]) expectSuccess(await project.landfall("preview", "deploy", String(number)));
    for (const number of [1, 2]) {
      expect(await ask(number)).toBe(version);
      expect(await certificate(number)).toContain(`DNS:${addressOf(number)}`);
      expect(
        await curl("--head", "--resolve", `${addressOf(number)}:80:${lab.server(0).address}`, `http://${addressOf(number)}/x`),
      ).toMatch(new RegExp(`^Location: https://${addressOf(number)}/x\\r$`, "m"));
    }
  });

  it("are used again by later deploys, and by a preview that comes back", { timeout: 240_000 }, async () => {
    const first = await certificate(1);
    expectSuccess(await project.landfall("preview", "deploy", "1"));
    expect(await certificate(1)).toBe(first);
    expectSuccess(await project.landfall("preview", "remove", "1", "-y"));
    await expect(curl(...to(1))).rejects.toThrow("curl: (35)");
    expectSuccess(await project.landfall("preview", "deploy", "1"));
    expect([await ask(1), await certificate(1)]).toEqual([version, first]);
    expect((await production.stop()).failures).toEqual({});
  });

  const curl = (...args: readonly string[]): Promise<string> =>
    run("curl", ["--silent", "--show-error", "--max-time", "10", "--cacert", join(lab.folder, "signer.pem"), ...args]);
  const to = (number: number): readonly string[] => [
    ...["--resolve", `${addressOf(number)}:443:${lab.server(0).address}`, `https://${addressOf(number)}/`],
  ];
  /** A certificate takes a moment. */
  const ask = (number: number): Promise<string> =>
    curl("--fail", "--retry", "60", "--retry-delay", "1", "--retry-all-errors", ...to(number));
  const certificate = (number: number): Promise<string> =>
    run("sh", [
      "-c",
      'openssl s_client -connect "$1:443" -servername "$2" </dev/null 2>/dev/null | openssl x509 -noout -serial -ext subjectAltName',
      ...["sh", lab.server(0).address, addressOf(number)],
    ]);
});
