import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Circumstances, render } from "./templates.ts";

let directory = "";
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "ruby-"));
});
afterEach(() => rm(directory, { recursive: true }));

async function problemOf(text: string, circumstances: Omit<Circumstances, "directory"> = {}) {
  const rendering = await render([text], { directory, ...circumstances });
  return "problems" in rendering ? rendering.problems[0] : undefined;
}

describe("Ruby that fails", () => {
  it.each([
    [
      "a name that there is not",
      "a\n<% 1 %> b: <%= hots %>",
      2,
      16,
      /^this Ruby fails: undefined local variable or method [`']hots'/,
    ],
    ["an error of its own", "a\n<%\nx = 1\n  raise 'no host'\n%>", 4, 3, /^this Ruby fails: no host \(RuntimeError\)$/],
    ["an error in a loop", "<% 2.times do |i| %>\n<%= 1 %><%= 1 / (1 - i) %>\n<% end %>", 2, 13, /divided by 0/],
    ["an error after a line that was trimmed", "<% 1 -%>\n\n<%# c -%>\n<% raise 'x' %>", 4, 4, /x/],
    ["an unset variable", '<%= ENV.fetch("NO").to_sym %>', 1, 5, /^the environment variable NO is not set$/],
    ["no end", "a: b\n<% if true %>\nc: d", 2, 4, /^what this tag opens has no end$/],
    [
      "a loop in a loop with one end",
      "<% 1.times do |i| %>\n<% [1].each do %>\na\n<% end -%>\n",
      1,
      4,
      /^what this tag opens has no end$/,
    ],
    ["an open bracket", "a: b\nc: <%= [1 %>", 2, 8, /^this is not Ruby: /],
    ["a wrong word", "a: b\n<%= 1 %>\n<% end %>", 3, 4, /^this is not Ruby: .*unexpected/],
    ["a library that is not there", '<% require "no/such" %>', 1, 4, /^cannot load such file -- no\/such$/],
    [
      "a silent command",
      'a: <%= `exit 3`.strip.upcase.tr("a", "b") %>',
      1,
      8,
      /its command ended with exit code 3 and printed nothing/,
    ],
    [
      "a program that is not there",
      "a: <%= `no-such-program`.lines.first %>",
      1,
      8,
      /No such file or directory - no-such-program/,
    ],
    ["an exit", "a: <% exit %>", 1, 7, /^this Ruby called exit$/],
    ["a hard exit", "a: <% exit! 3 %>", 1, 4, /^ruby, which fills in the tags of this file, ended with exit code 3$/],
  ])("for %s is shown at its place", async (_, text, line, column, message) => {
    expect(await problemOf(text)).toMatchObject({ file: "0.yml", line, column, message: expect.stringMatching(message) });
  });

  it("is shown in the file in which it stands", async () => {
    expect(await render(["<% 1 %>", "a\n<% raise 'x' %>"], { directory })).toMatchObject({
      problems: [{ file: "1.yml", line: 2 }],
    });
  });

  it("names the comment in which it stands as what Kamal runs too", async () => {
    const problem = await problemOf('a: b # c\n  # <%= ENV.fetch("NO") %>\n<% 1 %>');
    expect(problem).toMatchObject({ line: 2, hint: expect.stringContaining("as Kamal does") });
  });

  it("does not show the value that it worked on", async () => {
    const problem = await problemOf('<%= ENV["TOKEN"].no_such %>', { env: { TOKEN: "hunter2" } });
    expect(problem?.message).toBe("this Ruby fails: undefined method 'no_such' for String (NoMethodError)");
  });

  it.each([
    ["sleeps", "a\n<% sleep %>"],
    ["waits for a command", "a\n<% `sleep 1000` %>"],
    ["does not want to end", "a\n<% begin; sleep; rescue SignalException; sleep; end %>"],
  ])("to end when it %s is ended", async (_, text) => {
    const problem = await problemOf(text, { limit: 0.3 });
    expect(problem).toMatchObject({ line: 2, message: expect.stringContaining("it took longer than 0.3 s") });
  });

  it("is ended with all that it started when the run is stopped", async () => {
    const run = new AbortController();
    const rendering = render(["<% system 'echo $$ > pid; exec sleep 1000' %>"], { directory, signal: run.signal });
    const pid = Number(await written(join(directory, "pid")));
    run.abort();
    await expect(rendering).rejects.toMatchObject({ name: "Refusal" });
    // Nothing, too, when it is dead and nobody has taken note yet.
    expect(await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")).toBe("");
  });

  it("is not run where there is no ruby", async () => {
    const problem = await problemOf("a\n<% 2.times do\n  1 %>", { env: { PATH: directory } });
    expect(problem).toMatchObject({
      line: 2,
      column: 4,
      message: "it takes Ruby to run this, and there is no ruby on PATH: 2.times do",
    });
  });
});

async function written(file: string): Promise<string> {
  for (;;) {
    const text = await readFile(file, "utf8").catch(() => "");
    if (text.endsWith("\n")) return text;
    await setTimeout(10);
  }
}
