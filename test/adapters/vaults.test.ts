import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { runChild } from "../../src/adapters/child.ts";
import { askVault } from "../../src/adapters/vaults.ts";
import type { Inquiry } from "../../src/core/secrets/invocation.ts";
import { isAlive } from "../processes.ts";

let directory = "";
let env: Readonly<Record<string, string>> = {};
let stopping = new AbortController();
beforeEach(async () => {
  stopping = new AbortController();
  directory = await mkdtemp(join(tmpdir(), "vaults-"));
  await mkdir(join(directory, "bin"));
  env = { PATH: `${join(directory, "bin")}:${process.env.PATH}`, HOME: directory };
});
afterEach(() => rm(directory, { recursive: true }));

/** Puts a program that stands for a vendor's on the PATH. */
async function install(name: string, ...lines: readonly string[]): Promise<void> {
  const path = join(directory, "bin", name);
  await writeFile(path, ["#!/bin/sh", ...lines, ""].join("\n"));
  await chmod(path, 0o755);
}

const ask = (inquiry: Partial<Inquiry> & Pick<Inquiry, "adapter" | "names">) =>
  askVault({ account: "me@example.com", from: undefined, ...inquiry }, { cwd: directory, env, signal: stopping.signal }).then(
    Object.fromEntries,
  );

it("a vault that there is none of is told, with those that there are", async () => {
  await expect(ask({ adapter: "1pasword", names: ["X"] })).rejects.toThrow(/`1pasword`.*`1password`.*bitwarden/);
});

it("a vault's program that is not installed is told by name", async () => {
  env = { PATH: join(directory, "bin") };
  await expect(ask({ adapter: "aws_secrets_manager", names: ["X"] })).rejects.toThrow(/\(aws\) is not installed/);
});

it("a vault's program finds the environment of the run", async () => {
  await install("aws", `printf '{"SecretValues": [{"Name": "X", "SecretString": "%s in %s"}]}' "$AWS_REGION" "$PWD"`);
  env = { ...env, AWS_REGION: "eu-north-1" };
  expect(await ask({ adapter: "aws_secrets_manager", names: ["X"] })).toEqual({ X: `eu-north-1 in ${directory}` });
});

it("secrets that are fetched one by one are fetched side by side", async () => {
  await install(
    ...["gcloud", `[ "$1" = secrets ] || { echo '[{"account": "me"}]'; exit; }`, `touch "met.$5"`],
    `for _ in $(seq 100); do [ "$(ls met.* | wc -l)" -lt 3 ] || break; sleep 0.05; done`,
    `printf '{"payload": {"data": "%s"}}' "$(ls met.* | wc -l | tr -d '\\n' | base64)"`,
  );
  expect(await ask({ adapter: "gcp", names: ["a", "b", "c"] })).toEqual({ "default/a": "3", "default/b": "3", "default/c": "3" });
});

it("of many secrets, every one is fetched", async () => {
  await install(
    ...["gcloud", `[ "$1" = secrets ] || { echo '[{"account": "me"}]'; exit; }`, `touch "asked.$5"`],
    `printf '{"payload": {"data": "%s"}}' "$(printf %s "\${5#--secret=}" | base64)"`,
  );
  const names = Array.from({ length: 19 }, (_, index) => `s${index}`);
  expect(await ask({ adapter: "gcp", names })).toEqual(Object.fromEntries(names.map((name) => [`default/${name}`, name])));
  expect((await readdir(directory)).filter((name) => name.startsWith("asked."))).toHaveLength(19);
});

function pidIn(text: string): number {
  const pid = Number(text);
  if (pid > 0) return pid;
  throw new Error(`"${text}" is no process`);
}

it("a run that is cancelled leaves its vault", async () => {
  await install("aws", "echo $$ >asked", "sleep 30");
  const asking = ask({ adapter: "aws_secrets_manager", names: ["X"] });
  asking.catch(() => {});
  const pid = await vi.waitFor(async () => pidIn(await readFile(join(directory, "asked"), "utf8")), 5000);
  stopping.abort();
  await expect(asking).rejects.toThrow("Stopped before any server was reached");
  expect(isAlive(pid)).toBe(false);
});

describe("a vault that wants a password", () => {
  beforeEach(() =>
    install(
      ...["lpass", `case $1 in`, `status) [ -e opened ] && echo "Logged in as $ACCOUNT." || { echo Not logged in.; exit 1; } ;;`],
      `login) printf 'Master password: ' >&2; read -r word || exit 1; [ "$word" = sesame ] && touch opened ;;`,
      `show) echo '[{"fullname": "app/KEY", "password": "k3y"}]' ;;`,
      "esac",
    ),
  );

  const program = join(import.meta.dirname, "asking.ts");

  it("is given what is typed at the terminal", async () => {
    const terminal = ["--quiet", "--return", "--command", `'${process.execPath}' '${program}'`, "/dev/null"];
    const around = { cwd: directory, env: { ...env, ACCOUNT: "me@example.com" }, signal: stopping.signal, limit: 30 };
    const { output, exitCode } = await runChild(["script", ...terminal], "sesame\n", around);
    expect(output).toMatch(/Master password: [\s\S]*KEY is k3y/);
    expect(exitCode).toBe(0);
  });

  it("gives nothing where there is no terminal, and says what to do", async () => {
    await expect(ask({ adapter: "lastpass", names: ["app/KEY"] })).rejects.toThrow(/could not log in to LastPass.*`lpass login/);
  });
});
