import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildCaddyImage } from "../lab/caddy/image.ts";
import { run } from "../lab/command.ts";
import { buildKamalProxyImage } from "../lab/kamal-proxy/image.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import type { Server } from "../lab/server.ts";
import { createProject, type Project, type Settings } from "./project.ts";
import { expectSuccess } from "./success.ts";
import { createWildcard, type Wildcard } from "./wildcard.ts";

/** Settings under x-landfall. */
type Landfall = Readonly<Partial<Record<"proxy" | "preview", Settings>>>;

const domain = "preview.example.com";
const ssl = { certificate_pem: "WILDCARD", private_key_pem: "WILDCARD_KEY" };
const auth = { username: "guest", password: "PREVIEW_PASSWORD" };

const patiently = ["--silent", "--show-error", "--retry", "30", "--retry-delay", "1", "--retry-connrefused"];
const onlyStatus = ["--output", "/dev/null", "--write-out", "%{http_code}"];

describe("previews with a certificate for all of them", () => {
  let lab: Lab;
  let wildcard: Wildcard;

  beforeAll(async () => {
    const [started, caddy, kamalProxy] = await Promise.all([
      startLab({ name: "preview-auth", servers: 2, registry: true }),
      buildCaddyImage(),
      buildKamalProxyImage(),
    ]);
    lab = started;
    wildcard = await createWildcard(lab.folder, domain);
    await Promise.all([lab.server(0).addImage(kamalProxy), lab.server(1).addImage(caddy)]);
  });

  afterAll(() => lab.down());

  /** Over TLS, with no other certificate than that one trusted. */
  const ask = (server: Server, number: number, ...options: readonly string[]): Promise<string> => {
    const host = `pr-${number}.${domain}`;
    const trusting = ["--cacert", wildcard.certificate, "--resolve", `${host}:443:${server.address}`];
    return run("curl", [...patiently, ...trusting, ...options, `https://${host}/`]);
  };

  const statusOf = (server: Server, number: number, login?: string): Promise<string> =>
    ask(server, number, ...onlyStatus, ...(login === undefined ? [] : ["--user", login]));

  const projectOn = async (server: Server, name: string, { proxy = {}, preview = {} }: Landfall): Promise<Project> => {
    const previews = { host: `pr-{number}.${domain}`, ssl, ...preview };
    const project = await createProject(lab, {
      name,
      settings: { servers: [server.address], "x-landfall": { proxy, preview: previews } },
    });
    await project.commit({ "app.py": await telling() });
    await tell(project, [`WILDCARD=$(cat ${wildcard.certificate})`, `WILDCARD_KEY=$(cat ${wildcard.key})`]);
    return project;
  };

  it("show it to whoever asks kamal-proxy for one of them, a renewed one from their next deploy on, and take it away with them", async () => {
    const server = lab.server(0);
    const project = await projectOn(server, "plain", {});
    await deploy(project, 1, 2);
    const found = await Promise.all([1, 2].map((number) => ask(server, number)));
    expect(found).toEqual(["no Authorization", "no Authorization"]);
    wildcard = await createWildcard(lab.folder, domain);
    await deploy(project, 1);
    expect(await ask(server, 1)).toBe("no Authorization");
    await expect(ask(server, 2)).rejects.toThrow("certificate");
    for (const number of ["1", "2"]) expectSuccess(await project.landfall("preview", "remove", number, "-y"));
    await expect(ask(server, 1)).rejects.toThrow("curl: (35)");
    expect(await server.exec("find .kamal/proxy/apps-config -name '*.pem'")).toBe("");
  });

  describe("and a password, behind Caddy", () => {
    const first = 'open: $esame % "now"';
    let server: Server;
    let project: Project;

    beforeAll(async () => {
      server = lab.server(1);
      project = await projectOn(server, "closed", { proxy: { engine: "caddy" }, preview: { auth } });
    });

    it("are not built where nobody knows the password, or nobody could give it", async () => {
      const missing = await project.landfall("preview", "deploy", "1");
      expect(missing.exitCode).not.toBe(0);
      expect(missing.stderr).toContain("PREVIEW_PASSWORD (x-landfall/preview/auth/password)");
      await tell(project, [`PREVIEW_PASSWORD=${"long".repeat(20)}`]);
      const { exitCode, stderr } = await project.landfall("preview", "deploy", "1");
      expect(exitCode).not.toBe(0);
      expect(stderr).toBe("ERROR: x-landfall/preview/auth/password: PREVIEW_PASSWORD has to be one line of at most 72 bytes\n");
      expect(await server.exec("docker ps --all --quiet")).toBe("");
    });

    it("are seen by those who know it, and the app does not hear it", async () => {
      await tell(project, [`PREVIEW_PASSWORD='${first}'`]);
      expect(await deploy(project, 1, 2)).not.toContain("$esame");
      for (const number of [1, 2]) {
        expect(await statusOf(server, number)).toBe("401");
        expect(await ask(server, number, "--user", `guest:${first}`)).toBe("no Authorization");
      }
      for (const wrong of ["guest:wrong", `other:${first}`, `guess:${first}`, "guest:"])
        expect(await statusOf(server, 1, wrong)).toBe("401");
      expect(await ask(server, 1, "--head")).toMatch(/^www-authenticate: Basic /im);
    });

    it("are closed again after a stop and a new start of the preview and of Caddy, for which nobody needs to know it", async () => {
      await tell(project, []);
      for (const verb of ["stop", "start"]) expectSuccess(await project.landfall("app", verb, "--preview", "2"));
      await server.exec("docker restart landfall-caddy");
      expect([await statusOf(server, 2), await statusOf(server, 2, `guest:${first}`)]).toEqual(["401", "200"]);
    });

    it("have the password that it was at their last deploy", async () => {
      await tell(project, ["PREVIEW_PASSWORD=another"]);
      await deploy(project, 1);
      expect([await statusOf(server, 1, `guest:${first}`), await statusOf(server, 1, "guest:another")]).toEqual(["401", "200"]);
      expect([await statusOf(server, 2, `guest:${first}`), await statusOf(server, 2, "guest:another")]).toEqual(["200", "401"]);
    });

    it("keep what Caddy has loaded where the password is the same", async () => {
      const before = await kept(server);
      await deploy(project, 1);
      expect(await kept(server)).toBe(before);
    });

    it("leave nothing of it: not in the open while they are there, and no hash once they are gone", async () => {
      const places = ".kamal /var/lib/docker/volumes/landfall-caddy-config /var/lib/docker/containers";
      expect(await server.exec(`grep -rlF -e another -e '$esame' ${places} || true`)).toBe("");
      expect(await server.exec(`${hashes} -printf '%m\n' | sort -u`)).toBe("600");
      for (const number of ["1", "2"]) expectSuccess(await project.landfall("preview", "remove", number, "-y"));
      expect(await server.exec(`${hashes}; find .kamal/proxy/apps-config -type f`)).toBe("");
    });
  });
});

/** Where Caddy reads hashes. */
const hashes = "find /var/lib/docker/volumes/landfall-caddy-config -path '*/passwords/*' -type f";

/** The hashes by their names, and how often Caddy took another configuration: it says then that its servers run. */
const kept = (server: Server): Promise<string> =>
  server.exec(`${hashes} | sort; docker logs landfall-caddy 2>&1 | grep -c '"msg":"server running"'`);

/** What each says on the terminal, together. */
async function deploy(project: Project, ...numbers: readonly number[]): Promise<string> {
  const ended = await Promise.all(numbers.map((number) => project.landfall("preview", "deploy", String(number))));
  for (const each of ended) expectSuccess(each);
  return ended.map(({ stdout, stderr }) => stdout + stderr).join("");
}

/** Another text of the secrets file, with the usual names before these lines. */
async function tell(project: Project, secrets: readonly string[]): Promise<void> {
  const usual = ["REGISTRY_PASSWORD", "WILDCARD", "WILDCARD_KEY"];
  const file = join(project.directory, ".kamal/secrets");
  const known = (await readFile(file, "utf8")).split("\n").filter((line) => usual.includes(line.replace(/=.*/, "")));
  await writeFile(file, [...known, ...secrets, ""].join("\n"));
}

/** The sample app, with what it hears of a visitor's password as its answer. */
async function telling(): Promise<string> {
  const source = await readFile(join(import.meta.dirname, "../../examples/app/app.py"), "utf8");
  return source.replace(
    'return 200, f"{VERSION}\\n".encode()',
    'return 200, (self.headers["Authorization"] or "no Authorization").encode()',
  );
}
