import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { run } from "../lab/command.ts";
import { buildKamalProxyImage } from "../lab/kamal-proxy/image.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import { createProject, type Project } from "./project.ts";
import { expectSuccess } from "./success.ts";

const program = join(import.meta.dirname, "../../src/cli/main.ts");
const sheet = "public/assets/site.css";

/** What it answers is asked for with curl, which shows the status beneath the body. */
const fetched = (url: string, ...options: readonly string[]): Promise<string> =>
  run("curl", ["--silent", "--max-time", "20", "--write-out", "\n%{http_code}", ...options, url]);

describe("looking after an app on two servers", () => {
  let lab: Lab;
  let project: Project;
  let before: readonly string[];
  let first: string;
  let second: string;

  const onEach = (command: string): Promise<string[]> => Promise.all(lab.servers.map((server) => server.exec(command)));
  const done = async (...args: readonly string[]): Promise<string> => {
    const ended = await project.landfall(...args);
    expectSuccess(ended);
    return ended.stdout;
  };
  const left = (): Promise<string[]> =>
    onEach(
      "docker ps --all --format '{{.Names}}'; docker image ls --format '{{.Repository}}'; find .kamal -not -name '*-audit.log' -not -name '*-deploys.jsonl'",
    );

  beforeAll(async () => {
    const [started, tag] = await Promise.all([startLab({ name: "app", servers: 2, registry: true }), buildKamalProxyImage()]);
    lab = started;
    await onEach("mkdir -p .kamal");
    before = await left();
    await Promise.all(lab.servers.map((server) => server.addImage(tag)));
    project = await createProject(lab, {
      settings: { asset_path: "/app/public/assets", error_pages_path: "public", retain_containers: 2 },
    });
    first = await project.commit({ "public/503.html": "<p>Sorry: {{ .Message }}</p>" });
    expectSuccess(await project.landfall("deploy"));
  });

  afterAll(() => lab.down());

  it("shows what runs on each of them", async () => {
    const [one, two] = lab.servers.map(({ address }) => address);
    expect(await done("app", "version")).toBe(`${one}  Version that serves\n${first}\n\n${two}  Version that serves\n${first}\n`);
    expect((await done("app", "containers")).match(/sample-web-\w+/g)).toEqual([`sample-web-${first}`, `sample-web-${first}`]);
    expect(await done("app", "images")).toContain(`sample   ${first}`);
    expect(await done("details")).toMatch(new RegExp(`${one} +kamal-proxy .*${two} +web +${first}`, "s"));
  });

  it("runs commands in new containers, and in those that serve", async () => {
    const image = await done("app", "exec", "--env", "GREETING:hello world", 'echo "$GREETING from $KAMAL_VERSION"');
    expect(image).not.toContain("hello world");
    const inNew = await done("app", "exec", "--env", "GREETING:hello world", `sh -c 'echo "$GREETING from $API_KEY"'`);
    expect(inNew.match(/hello world from .*/g)).toHaveLength(2);
    const inOld = await done("app", "exec", "--primary", "--reuse", `sh -c 'echo "version $KAMAL_VERSION"'`);
    expect(inOld).toBe(`version ${first}\n`);
    expect(await onEach("docker ps --all --filter name=exec --quiet")).toEqual(["", ""]);
    const { exitCode, stdout } = await project.landfall("app", "exec", "--reuse", "--primary", "no-such-command");
    expect(exitCode).not.toBe(0);
    expect(stdout).toContain("no-such-command");
  });

  it("shows the last lines of the log, and those that match", async () => {
    await fetched(`${lab.server(0).url}/findme`);
    expect(await done("app", "logs", "--primary", "--lines", "1", "--skip-timestamps")).toMatch(/web\nGET \/\S*\n$/);
    expect(await done("app", "logs", "--grep", "/findme", "--skip-timestamps")).toContain("GET /findme");
    expect(await done("app", "logs", "--grep", "never said")).toMatch(/\(nothing\).*\(nothing\)/s);
  });

  it("takes it out of service and back, and lets requests in flight end", async () => {
    const slow = fetched(`${lab.server(0).url}/slow?ms=2000`);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await done("app", "maintenance", "--message", "It's <late>");
    expect(await slow).toBe(`${first}\n\n200`);
    expect(await fetched(lab.server(1).url)).toBe("<p>Sorry: It&#39;s &#60;late&#62;</p>\n503");
    await done("app", "live");
    expect(await fetched(lab.server(1).url)).toBe(`${first}\n\n200`);
  });

  it("stops it and starts it again", async () => {
    await done("app", "stop");
    expect(await onEach("docker ps --quiet --filter label=service=sample")).toEqual(["", ""]);
    expect(await fetched(lab.server(0).url)).toMatch(/404$/);
    await done("app", "start");
    expect(await fetched(lab.server(0).url)).toBe(`${first}\n\n200`);
  });

  it("serves the assets of both versions while one takes the other's place, beneath a lock that a hook may use", async () => {
    await mkdir(join(project.directory, ".kamal/hooks"), { recursive: true });
    const hook = `#!/bin/sh\nexec ${process.execPath} ${program} prune all >"$PWD/hook.log" 2>&1\n`;
    await writeFile(join(project.directory, ".kamal/hooks/pre-deploy"), hook, { mode: 0o755 });
    const old = await readFile(join(project.directory, sheet), "utf8");
    await rm(join(project.directory, sheet));
    second = await project.commit({ "public/assets/new.css": "b { color: red }" });
    await done("deploy");
    expect(await readFile(join(project.directory, "hook.log"), "utf8")).toContain("Prune: done on");
    expect(await fetched(`${lab.server(0).url}/assets/site.css`)).toBe(`${old}\n200`);
    await done("rollback", first);
    expect(await fetched(`${lab.server(0).url}/assets/new.css`)).toBe("b { color: red }\n200");
  });

  it("finds versions that were left running, and stops them", async () => {
    await onEach(`docker start sample-web-${second}`);
    const [one, two] = lab.servers.map(({ address }) => `${address}  Stale containers of web\n${second}`);
    expect(await done("app", "stale_containers")).toBe(`${one}\n\n${two}\n`);
    await done("app", "stale_containers", "--stop");
    expect(await done("app", "version")).not.toContain(second);
    expect((await onEach("docker ps --quiet --filter label=service=sample | wc -l")).map(Number)).toEqual([1, 1]);
  });

  it("boots what was made live last, and prunes what is left of the others", async () => {
    await done("app", "boot");
    expect(await fetched(lab.server(1).url)).toBe("latest\n\n200");
    expect(await onEach("docker ps --format '{{.Names}}' --filter label=service=sample")).toEqual(
      Array(2).fill("sample-web-latest"),
    );
    await done("prune", "containers", "--retain", "1");
    expect((await onEach("docker ps --all --quiet --filter label=service=sample | wc -l")).map(Number)).toEqual([2, 2]);
    expect(await done("audit")).toMatch(/\[ann@example.com\] \[web\] Stopped app\n.*Pruned containers/s);
  });

  it("moves what Kamal 1 left to where Kamal 2 has it", async () => {
    const label = "org.opencontainers.image.title=Traefik";
    await onEach(
      `docker run --detach --stop-signal SIGKILL --name traefik --label ${label} $(docker image ls --quiet --filter reference='*/sample' | head -1) sleep 600`,
    );
    await done("upgrade", "--rolling", "--confirmed");
    expect(await onEach("docker ps --all --quiet --filter name=traefik")).toEqual(["", ""]);
    expect(await fetched(lab.server(1).url)).toBe("latest\n\n200");
  });

  it("answers with the app's own certificate", async () => {
    const [key, pem] = [join(project.directory, "key.pem"), join(project.directory, "cert.pem")];
    const subject = ["-subj", "/CN=sample.test", "-addext", "subjectAltName=DNS:sample.test"];
    await run("openssl", [
      "req",
      "-x509",
      "-newkey",
      "rsa:2048",
      "-nodes",
      "-days",
      "2",
      "-keyout",
      key,
      "-out",
      pem,
      ...subject,
    ]);
    const secrets = await readFile(join(project.directory, ".kamal/secrets"), "utf8");
    await writeFile(join(project.directory, ".kamal/secrets"), `${secrets}PEM="$(cat cert.pem)"\nKEY="$(cat key.pem)"\n`);
    const ssl = { certificate_pem: "PEM", private_key_pem: "KEY" };
    await project.configure({ proxy: { host: "sample.test", ssl, healthcheck: { path: "/up" } } });
    await done("app", "boot", "--version", first);
    const trusted = ["--cacert", pem, "--resolve", `sample.test:443:${lab.server(0).address}`];
    expect(await fetched("https://sample.test/", ...trusted)).toBe(`${first}\n\n200`);
  });

  it("leaves nothing behind when it is removed", async () => {
    const { exitCode, stderr } = await project.landfall("remove");
    expect(exitCode).toBe(1);
    expect(stderr).toContain("add -y to go on");
    await done("remove", "--confirmed");
    expect(await left()).toEqual(before);
  });
});
