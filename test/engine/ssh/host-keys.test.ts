import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { parseFingerprints } from "../../../src/core/host/fingerprints.ts";
import { parseKnownHosts } from "../../../src/core/host/known-hosts.ts";
import { HostKeyMismatch, HostKeyUnknown } from "../../../src/engine/ssh/host-key-failures.ts";
import { HostKeys } from "../../../src/engine/ssh/host-keys.ts";
import { readKnownHosts, rememberHostKey } from "../../../src/engine/ssh/identity.ts";
import { aHost, makeKey, type Sshd, startSshd } from "../sshd.ts";
import { aLogin, failureOf, leave, outcome, visit } from "./visit.ts";

const run = promisify(execFile);

describe("a server's key", () => {
  let server: Sshd;
  beforeAll(async () => {
    server = await startSshd({ hostKeyTypes: ["ed25519", "ecdsa", "rsa"] });
  });
  afterAll(() => server.stop());
  afterEach(leave);

  const getsIn = async (known: string | HostKeys): Promise<void> => {
    const connection = await visit(aLogin(server), { known });
    expect((await outcome(await connection.exec("echo in"))).stdout).toBe("in\n");
  };

  it("is refused when nobody vouched for it, with the line that makes it known", async () => {
    const error = await failureOf(visit(aLogin(server), { known: "" }));
    if (!(error instanceof HostKeyUnknown)) throw error;
    const { stdout } = await run("ssh-keygen", ["-l", "-f", join(server.directory, "host_ed25519.pub")]);
    expect(error.fingerprint).toBe(stdout.split(" ")[1]);
    expect(error.message).toContain(`127.0.0.1: the server's key is not known`);
    expect(error.message).toContain(`ssh-ed25519 ${error.fingerprint}`);
    expect(error.message.split("\n")).toContain(`[127.0.0.1]:${server.port} ${server.hostKeys[0]}`);
    await getsIn(error.line);
  });

  it("is refused in both modes when it is not the known one", async () => {
    const { publicHalf } = await makeKey(join(server.directory, "somebody_else"));
    const known = `[127.0.0.1]:${server.port} ${publicHalf}`;
    for (const mode of ["strict", "accept-new"] as const) {
      const error = await failureOf(visit(aLogin(server), { known: new HostKeys({ mode, known: parseKnownHosts(known) }) }));
      if (!(error instanceof HostKeyMismatch)) throw error;
      expect(error.message).toContain("WRONG HOST KEY");
      expect(error.message).toContain(`Expected ${error.expected[0]}`);
      expect(error.message).toContain(`Got      ${error.got}`);
      expect(error.expected[0]).not.toBe(error.got);
    }
  });

  it("is refused when it is revoked", async () => {
    const known = `${server.knownHosts}@revoked * ${server.hostKeys[0]}\n`;
    expect(String(await failureOf(visit(aLogin(server), { known })))).toContain("marked @revoked");
  });

  const fingerprintOf = async (name: string): Promise<string> =>
    (await run("ssh-keygen", ["-l", "-f", join(server.directory, `${name}.pub`)])).stdout.split(" ")[1] ?? "";
  const listing = (lines: readonly string[], known = "") =>
    new HostKeys({ mode: "strict", known: parseKnownHosts(known), fingerprints: parseFingerprints(lines.join("\n")).known });

  it("is accepted by its fingerprint, as any server's or its own", async () => {
    const fingerprint = await fingerprintOf("host_ed25519");
    await getsIn(listing([`SHA256:${"a".repeat(43)}`, fingerprint]));
    await getsIn(listing([`[127.0.0.1]:${server.port} ${fingerprint}`]));
    await getsIn(listing([`127.0.0.1 ${fingerprint}`]));
  });

  it("is refused when it has none of the fingerprints, with those and its own", async () => {
    const fingerprint = await fingerprintOf("host_ed25519");
    const { publicHalf } = await makeKey(join(server.directory, "another"));
    const wrong = `SHA256:${"a".repeat(43)}`;
    for (const known of ["", `[127.0.0.1]:${server.port} ${publicHalf}`]) {
      const error = await failureOf(visit(aLogin(server), { known: listing([`[127.0.0.1]:${server.port} ${wrong}`], known) }));
      if (!(error instanceof HostKeyMismatch)) throw error;
      expect(error.expected).toContain(wrong);
      expect(error.got).toBe(`ssh-ed25519 ${fingerprint}`);
      expect(error.message.split("\n")).toContain(`[127.0.0.1]:${server.port} ${fingerprint}`);
    }
  });

  it("is not vouched for by the fingerprint of another server's", async () => {
    const error = await failureOf(
      visit(aLogin(server), { known: listing([`other.example.com ${await fingerprintOf("host_ed25519")}`]) }),
    );
    expect(error).toBeInstanceOf(HostKeyUnknown);
    expect(String(error)).toContain("the input ssh-fingerprints");
  });

  it("is refused when it is revoked, whatever its fingerprint", async () => {
    const known = listing([await fingerprintOf("host_ed25519")], `@revoked * ${server.hostKeys[0]}`);
    expect(String(await failureOf(visit(aLogin(server), { known })))).toContain("marked @revoked");
  });

  it.each([0, 1, 2])("is asked for in the type that is known (%i)", async (index) => {
    await getsIn(`[127.0.0.1]:${server.port} ${server.hostKeys[index]}`);
  });

  it("is found in a file that ssh-keygen -H has hashed", async () => {
    const file = join(server.directory, "hashed");
    await writeFile(file, server.knownHosts);
    await run("ssh-keygen", ["-H", "-f", file]);
    const hashed = await readFile(file, "utf8");
    expect(hashed).not.toContain("127.0.0.1");
    await getsIn(hashed);
  });

  it("is found under the server's address, or its name without the port", async () => {
    const known = `[127.0.0.1]:${server.port} ${server.hostKeys[0]}`;
    await visit(aLogin(server, {}, { host: aHost("localhost"), address: "localhost" }), { known });
    await getsIn(`127.0.0.1 ${server.hostKeys[0]}`);
  });

  it("is accepted when new, told once, and the only one accepted from then on", async () => {
    const told: string[] = [];
    const hostKeys = new HostKeys({ mode: "accept-new", known: [], onNewKey: (line) => void told.push(line) });
    await Promise.all([getsIn(hostKeys), getsIn(hostKeys)]);
    await getsIn(hostKeys);
    expect(told).toEqual([`[127.0.0.1]:${server.port} ${server.hostKeys[0]}`]);
    await getsIn(told.join("\n"));
  });

  it("that cannot be remembered is not accepted", async () => {
    const onNewKey = () => Promise.reject(new Error("the disk is full"));
    const hostKeys = new HostKeys({ mode: "accept-new", known: [], onNewKey });
    expect(String(await failureOf(visit(aLogin(server), { known: hostKeys })))).toBe("Error: the disk is full");
  });

  it("can be remembered in known_hosts, even behind a line that is not ended", async () => {
    const home = join(server.directory, "home");
    await rememberHostKey("first.example ssh-ed25519 AAAA", home);
    await writeFile(join(home, ".ssh/known_hosts"), `[127.0.0.1]:1 ${server.hostKeys[1]}`);
    const onNewKey = (line: string) => rememberHostKey(line, home);
    await getsIn(new HostKeys({ mode: "accept-new", known: await readKnownHosts(home), onNewKey }));
    await getsIn(new HostKeys({ mode: "strict", known: await readKnownHosts(home) }));
  });
});

describe("a server that offers nothing but", () => {
  it.each([
    ["SHA-1 for signatures", ["HostKeyAlgorithms ssh-rsa"], "no matching host key format"],
    ["SHA-1 for exchanging keys", ["KexAlgorithms diffie-hellman-group14-sha1"], "no matching key exchange algorithm"],
    [
      "SHA-1 to tell changed packets by",
      ["Ciphers aes128-ctr", "MACs hmac-sha1,hmac-sha1-etm@openssh.com"],
      "no matching C->S MAC",
    ],
    ["CBC", ["Ciphers aes128-cbc,3des-cbc"], "no matching C->S cipher"],
  ])("%s is not connected to, and told why", async (_, config, reason) => {
    const server = await startSshd({ hostKeyTypes: ["rsa"], config });
    const error = await failureOf(visit(aLogin(server), { known: server.knownHosts }));
    await server.stop();
    expect(String(error)).toContain(`cannot agree (Handshake failed: ${reason}`);
    expect(String(error)).toContain("What it offers is old and unsafe");
  });
});
