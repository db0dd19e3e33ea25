import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { Secret } from "../../../src/core/shell/secret.ts";
import { AuthenticationFailed } from "../../../src/engine/ssh/authentication-failed.ts";
import { openKeyRing } from "../../../src/engine/ssh/key-ring.ts";
import { UnusableKey } from "../../../src/engine/ssh/unusable-key.ts";
import { makeKey, type Sshd, startSshd } from "../sshd.ts";
import { aLogin, failureOf, leave, outcome, visit } from "./visit.ts";

const run = promisify(execFile);

describe("a private key", () => {
  let server: Sshd;
  let stranger: Secret;
  beforeAll(async () => {
    server = await startSshd();
    stranger = (await makeKey(join(server.directory, "stranger"))).privateHalf;
  });
  afterAll(() => server.stop());
  afterEach(leave);

  const visitWith = (visitor: Parameters<typeof aLogin>[1]) => visit(aLogin(server, visitor), { known: server.knownHosts });

  it.each([
    ["ed25519", { type: "ed25519" }],
    ["ecdsa", { type: "ecdsa" }],
    ["rsa", { type: "rsa" }],
    ["old PEM", { type: "rsa", format: "PEM" }],
    ["PKCS#8", { type: "rsa", format: "PKCS8" }],
    ["PKCS#8 ecdsa", { type: "ecdsa", format: "PKCS8" }],
  ] as const)("of kind %s is accepted", async (name, options) => {
    const key = await server.admit(`key ${name}`, options);
    await visitWith({ keys: [key] });
  });

  it.each([
    ["OpenSSH", {}],
    ["old PEM", { type: "rsa", format: "PEM" }],
    ["PKCS#8", { type: "rsa", format: "PKCS8" }],
  ] as const)("that is encrypted (%s) opens with its passphrase only", async (name, options) => {
    const key = await server.admit(`encrypted ${name}`, { ...options, passphrase: "correct horse" });
    await visitWith({ keys: [key], passphrase: new Secret("PASSPHRASE", "correct horse") });
    const fault = (passphrase?: Secret) =>
      failureOf(Promise.resolve().then(() => openKeyRing({ keys: [key], passphrase, agentSocket: undefined })));
    expect(await fault()).toMatchObject({ name: "UnusableKey", fault: "encrypted", key: key.name });
    expect(await fault(new Secret("PASSPHRASE", "wrong"))).toMatchObject({ fault: "wrong passphrase" });
  });

  it.each([
    ["loses its last newline", (text: string) => text.trimEnd()],
    ["has Windows line ends", (text: string) => text.replaceAll("\n", "\r\n")],
    ["has its line ends written out", (text: string) => text.replaceAll("\n", "\\n")],
    ["stands behind another one", (text: string) => `${stranger.reveal()}\n${text}`],
  ])("may be one that %s", async (_, change) => {
    await visitWith({ keys: [server.key.map(change)] });
  });

  it("that the server does not know is named by its fingerprint", async () => {
    const error = await failureOf(visitWith({ keys: [stranger] }));
    if (!(error instanceof AuthenticationFailed)) throw error;
    const { stdout } = await run("ssh-keygen", ["-l", "-f", `${stranger.name}.pub`]);
    expect(error.tried).toEqual([`${stranger.name} ${stdout.split(" ")[1]}`]);
    expect(error.message).toContain(`127.0.0.1: the server accepts none of these keys for user ${server.user}`);
    expect(error.message).not.toContain("PRIVATE KEY");
  });

  it("that is missing is told of, and what to do", async () => {
    expect(String(await failureOf(visitWith({ keys: [] })))).toContain("there is no key to log in with");
  });

  it("that makes the server hang up is told of with the server's words", async () => {
    const keys = await Promise.all(
      Array.from({ length: 7 }, async (_, index) => (await makeKey(join(server.directory, `many${index}`))).privateHalf),
    );
    expect(String(await failureOf(visitWith({ keys })))).toContain("The server said: Too many authentication failures");
  });

  it.each([
    ["public half", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBXnrLDRcKXDqVXCqjJpWBcJe5XjVCkWDpzm2aPkPvS8 test"],
    ["unreadable", "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk\n-----END OPENSSH PRIVATE KEY-----"],
    ["unreadable", "not a key"],
  ])("that is none is refused as %s", (fault, text) => {
    const open = () =>
      openKeyRing({ keys: [new Secret("ssh-private-key", text)], passphrase: undefined, agentSocket: undefined });
    expect(open).toThrow(UnusableKey);
    expect(open).toThrow(expect.objectContaining({ key: "ssh-private-key", fault }));
  });
});

describe("an agent", () => {
  let server: Sshd;
  let socket: string;
  let stop: () => void;
  beforeAll(async () => {
    server = await startSshd();
    socket = join(server.directory, "agent");
    const agent = spawn("ssh-agent", ["-D", "-a", socket], { stdio: ["ignore", "pipe", "ignore"] });
    stop = () => agent.kill();
    await once(agent.stdout, "data");
    const stranger = await makeKey(join(server.directory, "stranger"));
    for (const { name } of [stranger.privateHalf, server.key])
      await run("ssh-add", ["-q", name], { env: { ...process.env, SSH_AUTH_SOCK: socket } });
  });
  afterAll(async () => {
    stop();
    await server.stop();
  });
  afterEach(leave);

  const loginByAgent = (overrides = {}) => aLogin(server, { keys: [], agentSocket: socket }, overrides);

  it("lets in with its keys", async () => {
    await visit(loginByAgent(), { known: server.knownHosts });
  });

  it("stands in for an encrypted key without its passphrase", async () => {
    const { privateHalf } = await makeKey(join(server.directory, "encrypted"), { passphrase: "secret" });
    await visit(aLogin(server, { keys: [privateHalf], agentSocket: socket }), { known: server.knownHosts });
  });

  it("that is gone is no reason to try no key", async () => {
    await visit(aLogin(server, { agentSocket: `${socket}-gone` }), { known: server.knownHosts });
  });

  it("can be asked from the server when it is forwarded", async () => {
    const connection = await visit(loginByAgent({ forwardAgent: socket }), { known: server.knownHosts });
    const lists = await Promise.all([1, 2, 3].map(async () => outcome(await connection.exec("ssh-add -l | wc -l"))));
    expect(lists.map(({ stdout }) => stdout.trim())).toEqual(["2", "2", "2"]);
  });

  it("that may not be forwarded does not keep commands from running", async () => {
    const strict = await startSshd({ config: ["AllowAgentForwarding no"] });
    const connection = await visit(aLogin(strict, {}, { forwardAgent: socket }), { known: strict.knownHosts });
    const words = await Promise.all(
      ["a", "b", "c"].map(async (word) => (await outcome(await connection.exec(`echo ${word}`))).stdout),
    );
    await leave();
    await strict.stop();
    expect(words).toEqual(["a\n", "b\n", "c\n"]);
  });
});
