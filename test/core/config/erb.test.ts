import { describe, expect, it } from "vitest";
import { renderTemplate } from "../../../src/core/config/erb/template.ts";
import { parseConfig } from "../../../src/core/config/parse.ts";
import { deployYml } from "./deploy-yml.ts";

const render = (text: string, env = {}) => renderTemplate({ path: "deploy.yml", text }, env);
const textOf = (text: string, env = {}): string => {
  const rendering = render(text, env);
  return "source" in rendering ? rendering.source.text : rendering.problems.map(({ message }) => message).join("\n");
};

describe("a template", () => {
  it.each([
    ["no tags at all", "a: b", "a: b"],
    ["a variable", 'a: <%= ENV["X"] %>', "a: value"],
    ["a variable in single quotes", "a: <%= ENV['X'] %>", "a: value"],
    ["a variable without spaces", 'a: <%=ENV["X"]%>.', "a: value."],
    ["a variable that is not set", 'a: <%= ENV["NO"] %>.', "a: ."],
    ["a variable that must be set", 'a: <%= ENV.fetch("X") %>', "a: value"],
    ["an unneeded default", 'a: <%= ENV.fetch("X", "d") %>', "a: value"],
    ["a default of fetch", "a: <%= ENV.fetch('NO', 'd') %>", "a: d"],
    ["a default in a block", 'a: <%= ENV.fetch("NO") { "d" } %>', "a: d"],
    ["an alternative", 'a: <%= ENV["NO"] || ENV["ALSO_NO"] || "d" %>', "a: d"],
    ["an alternative to an empty variable, which counts", 'a: <%= ENV["EMPTY"] || "d" %>.', "a: ."],
    ["a fetch with a variable as default", 'a: <%= ENV.fetch("NO", ENV["X"]) %>', "a: value"],
    ["a text", 'a: <%= "b\\tc\\"d" %>', 'a: b\tc"d'],
    ["a text in single quotes", "a: <%= 'b\\tc\\'d' %>", "a: b\\tc'd"],
    ["a comment", "a: b<%# anything { at all %>", "a: b"],
    ["a trimmed comment", "<%# one -%>\na: b", "a: b"],
    ["a trimmed indentation", "a: b\n  <%-# no -%>\nc: d", "a: b\nc: d"],
    ["two tags on a line", 'a: <%= ENV["X"] %>-<%= ENV["X"] %>', "a: value-value"],
    ["an escaped tag", "a: <%% b %>", "a: <% b %>"],
    ["Ruby in a YAML comment", "# <%= anything.at.all %>\na: b", "# \na: b"],
  ])("with %s is filled in", (_, text, rendered) => {
    expect(textOf(text, { X: "value", EMPTY: "" })).toBe(rendered);
  });

  it.each([
    ["a shell command", "a: <%= %x(git rev-parse HEAD) %>", 8],
    ["backticks", "a: <%= `date` %>", 8],
    ["a loop", 'a: b\n<% ["x"].each do |h| %>', 4],
    ["an interpolation", 'a: <%= "#{ENV["X"]}.com" %>', 8],
    ["a method", 'a: <%= ENV["X"].upcase %>', 8],
    ["an unfinished expression", 'a: <%= ENV["X" %>', 8],
    ["nothing", "a: <%= %>", 8],
    ["no end", "a: <%= ENV", 8],
  ])("with %s is refused, pointing at the Ruby", (_, text, column) => {
    const rendering = render(text, { X: "value" });
    expect(rendering).toMatchObject({
      problems: [{ line: text.split("\n").length, column, message: expect.stringMatching(/^this Ruby is not supported: /) }],
    });
  });

  it("tells every expression that has no value at once", () => {
    const rendering = render('a: <%= ENV.fetch("A") %>\nb: <%= ENV.fetch("B") %>');
    expect(rendering).toMatchObject({
      problems: [
        {
          line: 1,
          message: "the environment variable A is not set",
          hint: 'Set A, or give a default: ENV.fetch("A", "default").',
        },
        { line: 2, message: "the environment variable B is not set" },
      ],
    });
  });

  it("warns of a variable that is not set and has no default", () => {
    expect(render('a: <%= ENV["A"] %>')).toMatchObject({
      warnings: [{ line: 1, column: 8, message: 'ENV["A"] is not set, so nothing stands here' }],
    });
  });

  it("never shows the value of a variable in a problem", () => {
    const rendering = render('a: <%= ENV["TOKEN"] + "x" %>', { TOKEN: "hunter2" });
    expect(JSON.stringify(rendering)).not.toContain("hunter2");
  });

  it("is where problems point, not the text that was made of it", () => {
    const rendering = render(deployYml('labels:\n  a: <%= ENV["LONG"] %>\nvolumes: <%= ENV["X"] %>\nboot: {wait: no}'), {
      LONG: '"1\n\n\n    2"',
      X: "x",
    });
    const parsed = "source" in rendering ? parseConfig({ base: rendering.source }, { destination: undefined }) : rendering;
    expect(parsed).toMatchObject({
      problems: [
        { line: 3, column: 10, path: "volumes" },
        { line: 4, column: 14, path: "boot/wait" },
      ],
    });
  });
});
