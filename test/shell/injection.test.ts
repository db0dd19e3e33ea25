import { describe, expect, it } from "vitest";
import { quote } from "../../src/core/shell/sh.ts";
import { type Attack, hostileConfig } from "./hostile-config.ts";
import { scriptsOf } from "./hostile-plans.ts";
import { aHostileServer } from "./hostile-server.ts";
import { schemaTexts } from "./schema-texts.ts";
import { shells } from "./shells.ts";

/** What the server's shell reads, as with Kamal: docs/security.md names it. */
const readByTheShell = [
  ...["volumes+0", "servers+web+cmd", "servers+jobs+cmd", "x-landfall+release+command", "accessories+store+cmd"],
  "x-landfall+preview+accessories+store+seed",
  ...["volumes+0", "files+0", "files+1+remote", "files+1+options"].map((key) => `accessories+store+${key}`),
  ...["0", "1+local", "1+remote", "1+options"].map((key) => `accessories+store+directories+${key}`),
];

const attacks: Readonly<Record<string, Attack>> = {
  "a command in it": (name) => `a$(${pwn(name)})\`${pwn(name)}\`$((a[$(${pwn(name)})]))`,
  "a command after it": (name) => `a; ${pwn(name)}; ${pwn(name)} & ${pwn(name)} | ${pwn(name)} #`,
  "a command on another line": (name) => `a\n${pwn(name)}\n${pwn(name)}\n`,
  "a command behind a single quote": (name) => `a'; ${pwn(name)}; '`,
  "a command behind a double quote": (name) => `a"; ${pwn(name)}; "`,
  "a command behind a backslash": (name) => `a\\"; ${pwn(name)}; \\'; ${pwn(name)}; \\`,
  "a command in a default": (name) => `\${A:-$(${pwn(name)})\`${pwn(name)}\`}\${A:="; ${pwn(name)}; "}`,
  "a command among letters beyond ASCII": (name) => `é$(${pwn(name)})日本; ${pwn(name)}; é"; ${pwn(name)}; "`,
};
const pwn = (name: string): string => `pwned ${quote(name)}`;

/** What shells read in ways of their own. */
const subtle = Object.entries(attacks).filter(([name]) => /in it|backslash|default|ASCII/.test(name));

/** Texts that reach no server, other shapes of what is tried, and what is no text in the end: numbers, sizes, times. */
const others = [
  /^(ssh|builder|output|boot|sshkit)\+/,
  /^(minimum_version|run_directory)$/,
  /^servers(\+\*)*$|hosts(\+\*)*$/,
  /\+(role|roles|tag|tags)$/,
  /(^|\+)(host|hosts|path_prefix|path_prefixes|restart)$/,
  /\+(buffering|time_limits)\+|\+(max_failures|timeout|for|max_errors|ttl|sleep_after)$/,
  // As at the root.
  /^(servers|accessories)\+\*\+proxy\+(ssl|run)\+/,
];

it("every text of the schema that reaches a server is attacked", () => {
  const { tried } = hostileConfig((name) => name, "kamal-proxy");
  const shapes = tried.map((name) => name.split("+").filter((key) => !/^\d+$/.test(key)));
  const isTried = (text: string): boolean => {
    const keys = text.split("+");
    return shapes.some((shape) => shape.length === keys.length && keys.every((key, at) => key === "*" || key === shape[at]));
  };
  expect(schemaTexts().filter((text) => !isTried(text) && !others.some((pattern) => pattern.test(text)))).toEqual([]);
});

describe.each(shells)("in $name", (shell) => {
  it.each(shell.name === "dash" ? Object.entries(attacks) : subtle)(
    "no text is shell but what is by contract: %s",
    (_, attack) => {
      using server = aHostileServer(shell);
      server.run(scriptsOf(hostileConfig(attack, "kamal-proxy").config, attack));
      expect(server.calls.length).toBeGreaterThan(50);
      expect(server.pwned.filter((name) => !readByTheShell.includes(name))).toEqual([]);
    },
  );
});

describe("on a server", () => {
  it("all that is shell by contract is read by the shell", () => {
    const attack: Attack = (name, usual = "") => (readByTheShell.includes(name) ? `a:$(${pwn(name)})` : usual);
    using server = aHostileServer(shells[0]);
    server.run(scriptsOf(hostileConfig(attack, "kamal-proxy").config, attack));
    expect(server.pwned.toSorted()).toEqual(readByTheShell.toSorted());
  });

  it.each(["kamal-proxy", "caddy"] as const)("no text becomes an option of Docker's by itself, with %s", (engine) => {
    const attack: Attack = (name) => `${taken}${name}`;
    using server = aHostileServer(shells[0]);
    server.run(scriptsOf(hostileConfig(attack, engine).config, attack));
    expect(server.calls.flatMap(optionsAmong)).toEqual([]);
  });
});

/** Attacks that Docker would read as options, and not as the value of the word before them or words of a container's own. */
function optionsAmong(call: readonly string[]): string[] {
  if (call[0] === "exec") return [];
  return call.filter((word, index) => {
    const before = call[index - 1] ?? "";
    const isValue = /^-[^=]*$/.test(before) && !bareFlags.includes(before);
    // Docker knows no option that ends so: a service's name is always followed by more, and ids are what the server itself says.
    return word.startsWith(taken) && !isValue && !/^(service-|id-)/.test(nameIn(word)) && !readByTheShell.includes(nameIn(word));
  });
}

const taken = "--taken-";
const nameIn = (word: string): string => word.slice(taken.length);
const bareFlags = ["--detach", "--rm", "--quiet", "--all", "--force", "-it", "-i", "--follow", "--latest", "--password-stdin"];
