import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Ended } from "./project.ts";

const program = join(import.meta.dirname, "../../src/cli/main.ts");

const base = `service: bakery
image: acme/bakery
servers:
  web:
    hosts: [192.0.2.1] # the shop
    labels:
      traefik.http.routers.bakery.rule: Host(\`bakery.example\`)
registry:
  username: acme
  password: [MRSK_REGISTRY_PASSWORD]
builder:
  multiarch: true
`;

const staging = "servers:\n  web:\n    hosts: [192.0.2.2]\nhealthcheck:\n  port: 4000\n";

describe("landfall config migrate", () => {
  let directory: string;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "landfall-migrate-"));
    await mkdir(join(directory, "config"));
    await writeFile(join(directory, "config/deploy.yml"), base);
    await writeFile(join(directory, "config/deploy.staging.yml"), staging);
    await writeFile(join(directory, ".env"), "MRSK_REGISTRY_PASSWORD=pa55\n");
  });

  afterAll(() => rm(directory, { recursive: true }));

  const read = (file: string): Promise<string> => readFile(join(directory, file), "utf8");

  async function landfall(...args: readonly string[]): Promise<Ended> {
    const child = spawn(process.execPath, [program, ...args], { cwd: directory, stdio: ["ignore", "pipe", "pipe"] });
    const ended = new Promise<number>((resolve) => child.on("close", (code) => resolve(code ?? -1)));
    const [stdout, stderr, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
    return { exitCode, stdout, stderr };
  }

  it("is what a refused file leads to", async () => {
    const { exitCode, stderr } = await landfall("config", "-d", "staging");
    expect(exitCode).toBe(1);
    expect(stderr).toContain("config/deploy.staging.yml:4:1  unknown key: healthcheck");
    expect(stderr).toContain("`landfall config migrate` rewrites this file");
  });

  it("shows what would change, and changes nothing", async () => {
    const { exitCode, stdout } = await landfall("config", "migrate");
    expect(exitCode).toBe(0);
    expect(stdout).toContain("     7 -       traefik.http.routers.bakery.rule: Host(`bakery.example`)");
    expect(stdout).toContain("       +   host: bakery.example");
    expect(stdout).toContain("       +   app_port: 4000");
    expect(stdout).toContain("MRSK_REGISTRY_PASSWORD=$MRSK_REGISTRY_PASSWORD");
    expect(stdout).not.toContain("pa55");
    expect([await read("config/deploy.yml"), await read("config/deploy.staging.yml")]).toEqual([base, staging]);
  });

  it("answers programs with whole files", async () => {
    const { stdout } = await landfall("config", "migrate", "--json");
    const { files } = JSON.parse(stdout);
    expect(files).toMatchObject([
      { path: "config/deploy.yml", changed: true, text: expect.stringContaining("host: bakery.example") },
      { path: "config/deploy.staging.yml", changed: true, text: staging.replace("healthcheck:\n  port", "proxy:\n  app_port") },
    ]);
    expect(files[0].notes).toContainEqual({ line: 11, message: expect.stringContaining("amd64 and arm64") });
  });

  it("replaces the files, which Landfall reads then, and refuses to do it twice", async () => {
    const written = await landfall("config", "migrate", "--write");
    expect(written).toMatchObject({ exitCode: 0, stderr: "" });
    expect(await read("config/deploy.yml")).toContain("hosts: [192.0.2.1] # the shop\n");
    const config = await landfall("config", "-d", "staging", "--version", "v1", "--json");
    expect(JSON.parse(config.stdout)).toMatchObject({ service: "bakery", destination: "staging" });
    const again = await landfall("config", "migrate", "--write");
    expect(again).toMatchObject({ exitCode: 1, stderr: "ERROR: There is nothing to migrate in config/deploy.yml\n" });
  });

  it("leaves every file as it is when one cannot be rewritten", async () => {
    const ruby = `${staging}<% if ENV["T"] %>\nstop_wait_time: 9\n<% end %>\n`;
    await writeFile(join(directory, "config/deploy.yml"), base);
    await writeFile(join(directory, "config/deploy.staging.yml"), ruby);
    const { exitCode, stderr } = await landfall("config", "migrate", "--write");
    expect(exitCode).toBe(1);
    expect(stderr).toContain("config/deploy.staging.yml:6:1  this Ruby decides over a part that has to change");
    expect([await read("config/deploy.yml"), await read("config/deploy.staging.yml")]).toEqual([base, ruby]);
  });
});
