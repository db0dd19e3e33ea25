import { userInfo } from "node:os";
import type { SshSettings } from "../../core/config/config.ts";
import { type Host, isHost } from "../../core/config/names.ts";
import { standardSshPort } from "../../core/host/known-hosts.ts";
import { Secret, type Secrets } from "../../core/shell/secret.ts";
import { defaultKeyFiles, inHome, readKeys, readKnownHostsFiles, readSshConfig } from "./identity.ts";
import { type KeyRing, openKeyRing } from "./key-ring.ts";
import { expandTokens, type Login, parseJump, type Via } from "./login.ts";
import type { HostConfig, SshConfig } from "./ssh-config.ts";
import { Unreachable } from "./unreachable.ts";

/** What the person or the CI brings along, beside deploy.yml. */
export interface Credentials {
  /** Where `~` is. */
  readonly home: string;
  /** SSH_AUTH_SOCK. */
  readonly agentSocket: string | undefined;
  readonly keys: readonly Secret[];
  readonly passphrase: Secret | undefined;
  /** Where ssh.key_data looks its names up. */
  readonly secrets: Secrets;
}

/**
 * Says for every host how to log in there.
 * User and port are deploy.yml's, defaults included, and never an ssh config's: so it is with Kamal, which always passes both to net-ssh.
 */
export const readLogins = async (settings: SshSettings, credentials: Credentials): Promise<(host: Host) => Promise<Login>> => {
  const config = await readSshConfig(settings.config, credentials.home);
  const keysFor = keyRings(settings, credentials);
  const knownFor = ({ userKnownHostsFiles }: HostConfig) => readKnownHostsFiles(userKnownHostsFiles, credentials.home);
  const forwardAgent = settings.forwardAgent ? credentials.agentSocket : undefined;

  const jumpLogin = async (jump: JumpHost, via: Via): Promise<Login> => {
    const hostConfig = config(jump.host);
    const address = addressOf(jump.host, hostConfig);
    return { ...jump, address, keys: await keysFor(hostConfig), known: await knownFor(hostConfig), forwardAgent: undefined, via };
  };
  return async (host) => {
    const hostConfig = config(host);
    const server = { host, address: addressOf(host, hostConfig), port: settings.port, user: settings.user };
    const route = routeTo(server, settings, config);
    let via: Via = route.command === undefined ? { kind: "network" } : { kind: "command", command: route.command };
    for (const jump of route.jumps) via = { kind: "jump", login: await jumpLogin(jump, via) };
    return { ...server, keys: await keysFor(hostConfig), known: await knownFor(hostConfig), forwardAgent, via };
  };
};

const addressOf = (host: string, { hostName }: HostConfig): string =>
  hostName === undefined ? host : expandTokens(hostName, { h: host });

/** Keys given beat those of the ssh config, which beat ssh's defaults. Every set of keys is read and opened once. */
const keyRings = (
  settings: SshSettings,
  { keys, secrets, passphrase, agentSocket, home }: Credentials,
): ((hostConfig: HostConfig) => Promise<KeyRing>) => {
  const given = [...keys, ...settings.keyData.map((name) => secrets.get(name) ?? new Secret("ssh.key_data", name))];
  const rings = new Map<string, Promise<KeyRing>>();
  const open = async (hostConfig: HostConfig): Promise<KeyRing> => {
    const isGiven = given.length > 0 || settings.keys.length > 0;
    const named = isGiven ? settings.keys : hostConfig.identityFiles;
    const read = await readKeys(named.length > 0 || isGiven ? named : defaultKeyFiles, home);
    const socket = settings.keysOnly || hostConfig.identitiesOnly ? undefined : agentOf(hostConfig, agentSocket, home);
    return openKeyRing({ keys: [...given, ...read.keys], passphrase, agentSocket: socket }, named.length > 0 ? read.missing : []);
  };
  return (hostConfig) => {
    const { identityFiles, identitiesOnly, identityAgent } = hostConfig;
    const name = JSON.stringify([identityFiles, identitiesOnly, identityAgent]);
    const ring = rings.get(name) ?? open(hostConfig);
    rings.set(name, ring);
    return ring;
  };
};

const agentOf = ({ identityAgent }: HostConfig, agentSocket: string | undefined, home: string): string | undefined => {
  if (identityAgent === undefined || /^\$?SSH_AUTH_SOCK$/.test(identityAgent)) return agentSocket;
  return identityAgent === "none" ? undefined : inHome(identityAgent, home);
};

type JumpHost = Pick<Login, "host" | "port" | "user">;
type Route = { readonly jumps: readonly JumpHost[]; readonly command: string | undefined };

/** deploy.yml's jump host, then its command, then what the ssh config says. */
const routeTo = (
  server: Omit<Login, "keys" | "known" | "forwardAgent" | "via">,
  settings: SshSettings,
  config: SshConfig,
): Route => {
  // Kamal puts root@ before a jump host without a user; ssh takes the name of whoever runs it.
  if (settings.proxy !== undefined) return { jumps: jumpHosts(server, settings.proxy, config, () => "root"), command: undefined };
  const { proxyJump, proxyCommand } = config(server.host);
  const command = settings.proxyCommand ?? (proxyJump === undefined ? proxyCommand : undefined);
  if (command !== undefined) {
    const tokens = { h: server.address, n: server.host, p: String(server.port), r: server.user };
    return { jumps: [], command: expandTokens(command, tokens) };
  }
  const userOf = (host: string) => config(host).user ?? userInfo().username;
  return { jumps: proxyJump === undefined ? [] : jumpHosts(server, proxyJump, config, userOf), command: undefined };
};

const jumpHosts = (server: JumpHost, text: string, config: SshConfig, userOf: (host: string) => string): readonly JumpHost[] =>
  text.split(",").map((one) => {
    const jump = parseJump(one);
    if (!jump || !isHost(jump.host)) throw new Unreachable(server, { kind: "bad jump host", text: one });
    return {
      host: jump.host,
      port: jump.port ?? config(jump.host).port ?? standardSshPort,
      user: jump.user ?? userOf(jump.host),
    };
  });
