import { describe, expect, it } from "vitest";
import { renderTemplates } from "../../../src/core/config/erb/template.ts";
import type { CommandResult } from "../../../src/core/secrets/evaluate.ts";

/** What each command prints; one that is not listed fails without a word. */
async function render(text: string, outputs: Readonly<Record<string, Partial<CommandResult>>>) {
  const ran: string[] = [];
  const rendering = await renderTemplates([{ path: "deploy.yml", text }], {
    env: { X: "value" },
    run: async (command) => {
      ran.push(command);
      return { output: "", exitCode: command in outputs ? 0 : 1, complaint: "", ...outputs[command] };
    },
    ruby: async () => undefined,
  });
  return "sources" in rendering ? { text: rendering.sources[0]?.text, ran } : rendering;
}

describe("a command in a template", () => {
  it.each([
    ["backticks", "<%= `date` %>."],
    ["%x and round brackets", "<%= %x(date) %>."],
    ["%x and square brackets", "<%= %x[date] %>."],
    ["%x and braces", "<%= %x{date} %>."],
  ])("runs in %s", async (_, text) => {
    expect(await render(text, { date: { output: "today\n" } })).toEqual({ text: "today\n.", ran: ["date"] });
  });

  it.each([
    ["nested brackets", "<%= %x(echo $(git rev-parse HEAD)) %>", "echo $(git rev-parse HEAD)"],
    ["interpolation", '<%= `echo #{ENV["X"]} ${HOME}` %>', "echo value ${HOME}"],
    ["escapes", '<%= `printf "a\\tb\\`c" \\$1` %>', 'printf "a\tb`c" $1'],
  ])("is told with its %s as Ruby reads them", async (_, text, command) => {
    expect(await render(text, { [command]: { output: "ok" } })).toEqual({ text: "ok", ran: [command] });
  });

  it("gives a text like any other", async () => {
    const text = 'a: <%= "v-#{`date`.strip}" + %x(date).chomp %>';
    expect(await render(text, { date: { output: " today\n" } })).toMatchObject({ text: "a: v-today today" });
  });

  it("does not run where its value is not needed", async () => {
    const text = '<%= ENV["X"] || `date` %><%= ENV.fetch("X", `date`) %><%= ENV["X"] == "a" ? `date` : 1 %>';
    expect(await render(text, {})).toEqual({ text: "valuevalue1", ran: [] });
  });

  it("does not run in a comment of YAML's", async () => {
    expect(await render("a: b\n  # c: <%= `date` %>", {})).toEqual({ text: "a: b\n  # c: ", ran: [] });
  });

  it("that fails and prints nothing is a problem with its place, its end and its last words", async () => {
    const text = "a: b\nc: <%= `git rev-parse HEAD`.strip %>";
    const failed = { "git rev-parse HEAD": { exitCode: 128, complaint: "fatal: not a git repository" } };
    expect(await render(text, failed)).toMatchObject({
      problems: [
        {
          line: 2,
          column: 8,
          message: "`git rev-parse HEAD` ended with exit code 128 and printed nothing: fatal: not a git repository",
        },
      ],
    });
  });

  it("that was stopped is a problem, whatever it had printed", async () => {
    const stopped = { date: { output: "to", exitCode: undefined, complaint: "it took longer than 60 s" } };
    expect(await render("<%= `date` %>", stopped)).toMatchObject({
      problems: [{ message: "`date` was stopped: it took longer than 60 s" }],
    });
  });

  it("may fail when it printed something, as with Kamal", async () => {
    expect(await render("<%= `date` %>", { date: { output: "today", exitCode: 1 } })).toMatchObject({ text: "today" });
  });

  it("may fail where the template asks for its presence", async () => {
    expect(await render('<%= `date`.strip.presence || "d" %>', {})).toMatchObject({ text: "d" });
  });

  it.each([
    ["aarch64\n", "arm64"],
    ["x86_64\n", "amd64"],
    ["riscv64\n", "riscv64"],
  ])("of Kamal's own names the architecture %j as builder/arch does", async (output, architecture) => {
    expect(
      await render("arch: <%= Kamal::Utils.docker_arch %>", { "docker info --format '{{.Architecture}}'": { output } }),
    ).toMatchObject({ text: `arch: ${architecture}` });
  });
});
