import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { SshSettings } from "../../../src/core/config/config.ts";
import { HostKeyUnknown } from "../../../src/engine/ssh/host-key-failures.ts";
import type { Login } from "../../../src/engine/ssh/login.ts";
import { type Credentials, readLogins } from "../../../src/engine/ssh/logins.ts";
import { Unreachable } from "../../../src/engine/ssh/unreachable.ts";
import { aHost, type Sshd, startSshd } from "../sshd.ts";
import { failureOf, leave, outcome, visit } from "./visit.ts";

describe("the way to a server", () => {
  let server: Sshd;
  let bastion: Sshd;
  let guard: Sshd;
  let known: string;
  let home: string;
  beforeAll(async () => {
    [server, bastion, guard] = await Promise.all([startSshd(), startSshd(), startSshd({ config: ["AllowTcpForwarding no"] })]);
    known = server.knownHosts + bastion.knownHosts + guard.knownHosts;
  });
  let homes = 0;
  beforeEach(async () => {
    homes += 1;
    home = join(server.directory, `home${homes}`);
    await mkdir(join(home, ".ssh"), { recursive: true });
  });
  afterEach(leave);
  afterAll(() => Promise.all([server.stop(), bastion.stop(), guard.stop()]));

  const loginTo = async (
    host: string,
    settings: Partial<SshSettings> = {},
    credentials: Partial<Credentials> = {},
  ): Promise<Login> => {
    const keys = [server.key, bastion.key, guard.key];
    const logins = await readLogins(
      { ...usual, user: server.user, port: server.port, ...settings },
      { home, agentSocket: undefined, keys, passphrase: undefined, secrets: new Map(), ...credentials },
    );
    return logins(aHost(host));
  };
  const greets = async (login: Login): Promise<void> => {
    const connection = await visit(login, { known });
    expect((await outcome(await connection.exec("echo hello"))).stdout).toBe("hello\n");
  };
  const name = ({ user, port }: Sshd) => `${user}@127.0.0.1:${port}`;

  it("leads through a jump host, whose key is checked as well", async () => {
    const login = await loginTo("127.0.0.1", { proxy: name(bastion) });
    await greets(login);
    const error = await failureOf(visit(login, { known: server.knownHosts }));
    expect(error).toBeInstanceOf(HostKeyUnknown);
    expect(error).toMatchObject({ port: bastion.port });
    expect(await failureOf(visit(login, { known: bastion.knownHosts }))).toMatchObject({
      name: "HostKeyUnknown",
      port: server.port,
    });
  });

  it("leads through several jump hosts in a row", async () => {
    const login = await loginTo("127.0.0.1", { proxy: `${name(bastion)},${name(server)}` });
    expect(login.via).toMatchObject({
      kind: "jump",
      login: { port: server.port, via: { kind: "jump", login: { port: bastion.port } } },
    });
    await greets(login);
  });

  it("ends at a jump host that does not forward", async () => {
    const error = await failureOf(visit(await loginTo("127.0.0.1", { proxy: name(guard) }), { known }));
    expect(error).toBeInstanceOf(Unreachable);
    expect(String(error)).toContain(`the jump host ${name(guard)} could not reach port ${server.port}`);
  });

  it("takes root on a jump host named without a user, and refuses one that cannot be read", async () => {
    expect(await loginTo("web", { proxy: "bastion.example:2222" })).toMatchObject({
      via: { login: { user: "root", host: "bastion.example", port: 2222 } },
    });
    expect(String(await failureOf(loginTo("web", { proxy: "what is this" })))).toContain(
      'cannot read the jump host "what is this"',
    );
  });

  it("leads through a command", async () => {
    const program = "const s=require('net').connect(process.argv[2],process.argv[1]);process.stdin.pipe(s).pipe(process.stdout)";
    await greets(await loginTo("127.0.0.1", { proxyCommand: `${process.execPath} -e "${program}" %h %p` }));
  });

  it("ends with a command that fails, in its own words", async () => {
    const login = await loginTo("127.0.0.1", { proxyCommand: `sh -c 'echo "no tunnel to $0" >&2; exit 4' %h` });
    const error = await failureOf(visit(login, { known }));
    expect(String(error)).toContain("the proxy command ended before the server answered: no tunnel to 127.0.0.1 (exit code 4)");
  });

  it("is the ssh config's where deploy.yml says nothing, Include and all", async () => {
    await writeFile(join(home, ".ssh/config"), "Include conf.d/*\nHost *\n  User nobody\n  Port 1\n");
    await mkdir(join(home, ".ssh/conf.d"));
    await writeFile(
      join(home, ".ssh/conf.d/web"),
      `Host web\n  HostName 127.0.0.1\n  ProxyJump ${name(bastion)}\n  UserKnownHostsFile ~/known\n`,
    );
    await writeFile(join(home, "known"), `[web]:${server.port} ${server.hostKeys[0]}\n`);
    const login = await loginTo("web", { config: true });
    expect(login).toMatchObject({ user: server.user, port: server.port, address: "127.0.0.1" });
    const connection = await visit(login, { known: bastion.knownHosts });
    expect(connection.host).toBe("web");
    expect(await loginTo("web", { config: false })).toMatchObject({ address: "web", via: { kind: "network" } });
    expect(await loginTo("web", { config: ["~/.ssh/conf.d/web"], proxyCommand: "nc %h" })).toMatchObject({
      via: { command: "nc 127.0.0.1" },
    });
  });

  it("takes keys from deploy.yml's files and secrets, else the ssh config's, else ssh's own", async () => {
    const none = { keys: [] };
    await writeFile(join(home, ".ssh/id_ed25519"), server.key.reveal());
    await writeFile(join(home, "deploy"), bastion.key.reveal());
    await writeFile(join(home, ".ssh/config"), "Host web\n  IdentityFile ~/deploy\n  IdentitiesOnly yes\n");
    const names = ({ keys }: Login) => [
      ...keys.keys.map((key) => key.name),
      ...(keys.agentSocket === undefined ? [] : ["agent"]),
    ];
    expect(names(await loginTo("web", {}, none))).toEqual(["~/.ssh/id_ed25519"]);
    expect(names(await loginTo("web", {}, { ...none, agentSocket: "/agent" }))).toEqual(["~/.ssh/id_ed25519", "agent"]);
    expect(names(await loginTo("web", { config: true }, { ...none, agentSocket: "/agent" }))).toEqual(["~/deploy"]);
    expect(names(await loginTo("web", { keys: ["~/deploy"], keysOnly: true }, { ...none, agentSocket: "/agent" }))).toEqual([
      "~/deploy",
    ]);
    expect(
      names(await loginTo("web", { keyData: ["DEPLOY_KEY"] }, { ...none, secrets: new Map([["DEPLOY_KEY", server.key]]) })),
    ).toEqual([server.key.name]);
    expect(await failureOf(loginTo("web", { keys: ["~/gone"] }, none))).toMatchObject({
      name: "UnusableKey",
      key: "~/gone",
      fault: "missing",
    });
  });
});

const usual: SshSettings = {
  user: "root",
  port: 22,
  proxy: undefined,
  proxyCommand: undefined,
  keysOnly: false,
  keys: [],
  keyData: [],
  config: false,
  forwardAgent: false,
  maxConcurrentStarts: 30,
};
