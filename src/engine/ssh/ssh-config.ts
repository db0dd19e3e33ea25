import SSHConfig, { type Line } from "ssh-config";

/** What ssh config files say about one host: https://man.openbsd.org/ssh_config */
export interface HostConfig {
  readonly hostName: string | undefined;
  readonly port: number | undefined;
  readonly user: string | undefined;
  readonly identityFiles: readonly string[];
  readonly identitiesOnly: boolean;
  readonly identityAgent: string | undefined;
  readonly proxyJump: string | undefined;
  readonly proxyCommand: string | undefined;
  readonly userKnownHostsFiles: readonly string[];
}

export type SshConfig = (host: string) => HostConfig;

export interface ConfigText {
  readonly text: string;
  /** Finds the texts that an Include in it names; none when there is no such file. */
  readonly include: Include;
}

type Include = (pattern: string) => Promise<readonly string[]>;

/** Texts in the order in which they count: the first value found is the one, as in ssh. `Match exec` never runs. */
export const parseSshConfig = async (texts: readonly ConfigText[]): Promise<SshConfig> => {
  const config = new SSHConfig();
  for (const { text, include } of texts) config.push(...(await linesOf(text, include, deepestInclude)));
  return (host) => hostConfig(config.compute(host, { ignoreCase: true, matchExec: false }));
};

/** ssh allows 16 levels. */
const deepestInclude = 16;

/** Every Include replaced by what it includes; ssh-config leaves that to us. Sections that are included into a section do not count. */
const linesOf = async (text: string, include: Include, depth: number): Promise<readonly Line[]> => {
  const expand = async (lines: readonly Line[]): Promise<Line[]> => {
    const expanded: Line[] = [];
    for (const line of lines) expanded.push(...(await expandLine(line)));
    return expanded;
  };
  const expandLine = async (line: Line): Promise<readonly Line[]> => {
    if (!("param" in line)) return [line];
    if ("config" in line) line.config.splice(0, line.config.length, ...(await expand(line.config)));
    if (line.param.toLowerCase() !== "include" || depth === 0) return [line];
    const patterns = typeof line.value === "string" ? [line.value] : line.value.map(({ val }) => val);
    const texts = (await Promise.all(patterns.map(include))).flat();
    return (await Promise.all(texts.map((included) => linesOf(included, include, depth - 1)))).flat();
  };
  return expand(SSHConfig.parse(text));
};

const hostConfig = (values: Readonly<Record<string, string | string[]>>): HostConfig => {
  const all = (name: string) => [values[name] ?? []].flat();
  const one = (name: string) => all(name)[0];
  const port = one("port");
  return {
    hostName: one("hostname"),
    port: port === undefined ? undefined : Number(port),
    user: one("user"),
    identityFiles: all("identityfile").filter((path) => path.toLowerCase() !== "none"),
    identitiesOnly: one("identitiesonly")?.toLowerCase() === "yes",
    identityAgent: one("identityagent"),
    proxyJump: unlessNone(one("proxyjump")),
    proxyCommand: unlessNone(one("proxycommand")),
    userKnownHostsFiles: all("userknownhostsfile").filter((path) => path.toLowerCase() !== "none"),
  };
};

const unlessNone = (value: string | undefined): string | undefined => (value?.toLowerCase() === "none" ? undefined : value);
