import { execFile } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { makeKey, type Sshd, startSshd } from "../engine/sshd.ts";
import { type Ended, startMain } from "./runner.ts";
import { checkout } from "./workspace.ts";

const run = promisify(execFile);

describe("a job's way to its servers", () => {
  let server: Sshd;
  let project: Awaited<ReturnType<typeof checkout>>;
  let stranger: string;
  let encrypted: string;
  let fingerprint: string;

  beforeAll(async () => {
    server = await startSshd({ config: ['ForceCommand cd "$HOME" && eval "$SSH_ORIGINAL_COMMAND"'] });
    await mkdir(join(server.directory, ".kamal"), { recursive: true });
    stranger = (await makeKey(join(server.directory, "stranger"))).privateHalf.reveal();
    encrypted = (await server.admit("encrypted", { passphrase: "correct horse" })).reveal();
    const { stdout } = await run("ssh-keygen", ["-l", "-f", join(server.directory, "host_ed25519.pub")]);
    fingerprint = stdout.split(" ")[1] ?? "";
    project = await checkout({
      "config/deploy.yml": stringify({
        ...{ service: "shop", image: "acme/shop", servers: [server.host], registry: { server: "localhost:5000" } },
        ...{ builder: { arch: "amd64" }, ssh: { user: server.user, port: server.port, config: false } },
      }),
    });
  });
  afterAll(() => Promise.all([server.stop(), project[Symbol.asyncDispose]()]));

  /** A command that only asks the server something. */
  const ask = async (inputs: Readonly<Record<string, string>>): Promise<Ended> =>
    (await startMain({ workspace: project.directory, with: { command: "lock status", ...inputs } })).ended;
  const own = () => ({ "ssh-private-key": server.key.reveal(), "ssh-known-hosts": server.knownHosts });

  it.each([
    ["with Windows line ends and without its last newline", (key: string) => key.trimEnd().replaceAll("\n", "\r\n")],
    ["with its line ends written out", (key: string) => key.replaceAll("\n", "\\n")],
    ["behind another one", (key: string) => `${stranger}\n${key}`],
    ["in base64", (key: string) => Buffer.from(key).toString("base64")],
    ["in base64 of several lines", (key: string) => Buffer.from(key).toString("base64").replaceAll(/.{76}/g, "$&\n")],
  ])("is opened by a key %s, none of whose lines can show", async (_, write) => {
    const key = server.key.reveal();
    const main = await ask({ ...own(), "ssh-private-key": write(key) });
    expect(main).toMatchObject({ exitCode: 0, annotations: [] });
    expect(main.log).toContain("There is no deploy lock");
    const lines = key.split("\n").filter((line) => line !== "" && !line.startsWith("-----"));
    expect(main.masks).toEqual(expect.arrayContaining(lines));
  });

  it("says which input to fill where there is no key", async () => {
    const main = await ask({ ...own(), "ssh-private-key": "" });
    expect(main.exitCode).toBe(1);
    expect(main.annotations[0]?.message).toContain("give the input ssh-private-key; if it is given, the repository's secret");
  });

  it("is opened by an encrypted key with its passphrase, which cannot show either", async () => {
    const main = await ask({ ...own(), "ssh-private-key": encrypted, "ssh-passphrase": "correct horse" });
    expect(main).toMatchObject({ exitCode: 0, annotations: [] });
    expect(main.masks).toContain("correct horse");
  });

  it("is not opened by an encrypted key with another passphrase", async () => {
    const wrong = await ask({ ...own(), "ssh-private-key": encrypted, "ssh-passphrase": "wrong horse" });
    expect(wrong.exitCode).toBe(1);
    expect(wrong.annotations[0]?.message).toContain("the passphrase does not open this private key");
  });

  it("refuses at once an encrypted key without its passphrase, and says which input takes that", async () => {
    const main = await ask({ ...own(), "ssh-private-key": encrypted });
    expect(main.annotations.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^The input ssh-private-key: the private key is encrypted, .* by the input ssh-passphrase/),
    ]);
  });

  it.each([
    ["any server's", () => fingerprint],
    ["the server's own", () => `# web\n[127.0.0.1]:${server.port} ${fingerprint}\n`],
  ])("knows a server by a fingerprint: %s", async (_, fingerprints) => {
    const main = await ask({ ...own(), "ssh-known-hosts": "", "ssh-fingerprints": fingerprints() });
    expect(main).toMatchObject({ exitCode: 0, annotations: [] });
  });

  it("refuses a server with another fingerprint, and shows both", async () => {
    const expected = `SHA256:${"a".repeat(43)}`;
    const main = await ask({ ...own(), "ssh-known-hosts": "", "ssh-fingerprints": expected, "ssh-host-keys": "accept-new" });
    expect(main.exitCode).toBe(1);
    expect(main.annotations[0]?.message).toContain(`Expected ${expected}`);
    expect(main.annotations[0]?.message).toContain(`Got      ssh-ed25519 ${fingerprint}`);
  });

  it("names the lines of fingerprints that are none", async () => {
    const main = await ask({ ...own(), "ssh-fingerprints": `${fingerprint}\n16:27:ac:a5` });
    expect(main.annotations.map(({ message }) => message)).toEqual([
      expect.stringContaining("No fingerprint stands in line 2 of the input ssh-fingerprints"),
    ]);
  });

  it("tells of a server that nobody knows which inputs to fill, and with what", async () => {
    const main = await ask({ ...own(), "ssh-known-hosts": "# none" });
    const lines = main.annotations[0]?.message.split("\n") ?? [];
    expect(lines).toContain(`[127.0.0.1]:${server.port} ${server.hostKeys[0]}`);
    expect(lines).toContain(`[127.0.0.1]:${server.port} ${fingerprint}`);
    expect(main.annotations[0]?.message).toMatch(/input ssh-known-hosts[\s\S]*input ssh-fingerprints/);
  });

  it("shows what runs there only where that is asked for", async () => {
    expect((await ask(own())).log).not.toContain(".kamal/lock-shop");
    expect((await ask({ ...own(), "log-level": "verbose" })).log).toContain(".kamal/lock-shop");
    expect((await ask({ ...own(), "log-level": "quiet" })).groups).toEqual([]);
  });

  it("trusts a server that nobody knows where that is asked for", async () => {
    const main = await ask({ ...own(), "ssh-known-hosts": "# none", "ssh-host-keys": "accept-new" });
    expect(main).toMatchObject({ exitCode: 0, annotations: [] });
  });
});
