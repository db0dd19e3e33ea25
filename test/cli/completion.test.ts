import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { completionOf } from "../../src/cli/completion.ts";
import { theProgram } from "./commands.ts";

const folder = mkdtempSync(join(tmpdir(), "completion-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** What each shell offers at the end of these words, asked of the shell itself. Its own words come first. */
const shells = [
  {
    shell: "bash",
    offers: `. "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _landfall; printf '%s\\n' "\${COMPREPLY[@]}"`,
  },
  {
    shell: "zsh",
    offers: `autoload -U compinit; compinit -u -D; . "$1"; shift
last=\${@[-1]}
ask() { emulate -L sh; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _landfall; print -l -- "\${COMPREPLY[@]}"; }
ask "$@" | grep -e "^$last"`,
  },
  { shell: "fish", offers: `source $argv[2]; complete -C (string join ' ' -- $argv[3..-1]) | cut -f 1` },
] as const;

const atHand = shells.filter(({ shell }) => spawnSync(shell, ["-c", ":"]).status === 0);

function offered({ shell, offers }: (typeof shells)[number], words: readonly string[]): string[] {
  const file = join(folder, shell);
  writeFileSync(file, completionOf(shell, theProgram()));
  const first = shell === "zsh" ? ["-f", "-c"] : ["-c"];
  const { stdout, stderr } = spawnSync(shell, [...first, offers, shell, file, ...words], { encoding: "utf8" });
  expect(stderr).toBe("");
  return stdout.split("\n").filter((word) => word !== "");
}

describe.each(atHand)("in $shell", (shell) => {
  it.each([
    [["landfall", "red"], ["redeploy"]],
    [["landfall", "app", "stale"], ["stale_containers"]],
    [["landfall", "app", "exec", "--re"], ["--reuse"]],
    [["landfall", "-d", "staging", "pru"], ["prune"]],
    [["landfall", "prune", "containers", "--ret"], ["--retain"]],
    [["landfall", "app", "remove_"], []],
  ])("%j goes on with %j", (words, expected) => {
    expect(offered(shell, words)).toEqual(expected);
  });
});
