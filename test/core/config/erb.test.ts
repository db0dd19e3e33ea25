import { describe, expect, it } from "vitest";
import { renderTemplates, type TemplateWorld } from "../../../src/core/config/erb/template.ts";
import { parseConfig } from "../../../src/core/config/parse.ts";
import { deployYml } from "./deploy-yml.ts";

/** A machine without ruby, on which no command runs. */
const bare: Omit<TemplateWorld, "env"> = {
  run: async (command) => ({ output: "", exitCode: 127, complaint: `${command}: not found` }),
  ruby: async () => undefined,
};

const render = (text: string, env = {}) => renderTemplates([{ path: "deploy.yml", text }], { ...bare, env });

async function textOf(text: string, env = {}): Promise<string | undefined> {
  const rendering = await render(text, env);
  return "sources" in rendering ? rendering.sources[0]?.text : rendering.problems.map(({ message }) => message).join("\n");
}

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
    ["a default that is a number", 'a: <%= ENV.fetch("NO", 3000) %>', "a: 3000"],
    ["a default that is false", 'a: <%= ENV.fetch("NO") { false } %>', "a: false"],
    ["a sum", 'a: <%= ENV["X"] + "-" + ENV.fetch("X") %>', "a: value-value"],
    ["an interpolation", 'a: <%= "b-#{ENV["X"]}-#{ENV["NO"] || "c"}-#{ENV["NO"]}" %>.com', "a: b-value-c-.com"],
    ["a choice", 'a: <%= ENV["X"] == "value" ? "yes" : "no" %>', "a: yes"],
    ["another choice", 'a: <%= ENV["X"] != "value" ? "yes" : ENV["NO"] ? 1 : "no" %>', "a: no"],
    ["a comparison", 'a: <%= ENV["NO"] == nil %>', "a: true"],
    ["methods", 'a: <%= ENV["WIDE"].strip.upcase %><%= ENV["NO"]&.strip %>', "a: B"],
    ["a method of an expression", 'a: <%= (ENV["NO"] || "B").downcase() %>', "a: b"],
    ["presence", 'a: <%= ENV["EMPTY"].presence || "d" %>', "a: d"],
    ["a text", 'a: <%= "b\\tc\\"d" %>', 'a: b\tc"d'],
    ["a text in single quotes", "a: <%= 'b\\tc\\'d' %>", "a: b\\tc'd"],
    ["a comment", "a: b<%# anything { at all %>", "a: b"],
    ["a trimmed comment", "<%# one -%>\na: b", "a: b"],
    ["a trimmed indentation", "a: b\n  <%-# no -%>\nc: d", "a: b\nc: d"],
    ["two tags on a line", 'a: <%= ENV["X"] %>-<%= ENV["X"] %>', "a: value-value"],
    ["an escaped end", 'a: <%= "b %%> c" %>', "a: b %> c"],
    ["a comment of Ruby's", "a: b<% # anything %>\nc: d", "a: b\nc: d"],
    ["spaces before a trimming tag, behind another", 'a: <%= ENV["X"] %>  <%-# c -%>\n.', "a: value."],
    ["Windows' line ends", 'a: <%= ENV["X"] -%>\r\nb', "a: valueb"],
    ["an escaped tag", "a: <%% b %>", "a: <% b %>"],
    ["Ruby in a YAML comment", "# <%= anything.at.all %>\na: b", "# \na: b"],
  ])("with %s is filled in", async (_, text, rendered) => {
    expect(await textOf(text, { X: "value", EMPTY: "", WIDE: " b\n" })).toBe(rendered);
  });

  it.each([
    ["a loop", 'a: b\n<% ["x"].each do |h| %>', 4],
    ["a file that is read", 'a: <%= File.read("x") %>', 8],
    ["another method", 'a: <%= ENV["X"].reverse %>', 8],
    ["another method of ENV", 'a: <%= ENV.key?("X") %>', 8],
    ["an unfinished expression", 'a: <%= ENV["X" %>', 8],
    ["an unfinished text", 'a: <%= "x %>', 8],
    ["an instance variable in a text", 'a: <%= "#@x" %>', 8],
    ["an escape with digits", 'a: <%= "\\u0041" %>', 8],
  ])("with %s takes Ruby, and says so at the place", async (_, text, column) => {
    const rendering = await render(text, { X: "value" });
    expect(rendering).toMatchObject({
      problems: [
        { line: text.startsWith("a: b\n") ? 2 : 1, column, message: expect.stringContaining("there is no ruby on PATH: ") },
      ],
    });
  });

  it("that has no end is refused, though Ruby would take its code for text", async () => {
    expect(await render('a: b\nc: <%= ENV["X"]')).toMatchObject({
      problems: [{ line: 2, column: 8, message: "this tag has no end" }],
    });
  });

  it("tells every expression that has no value at once", async () => {
    const rendering = await render('a: <%= ENV.fetch("A") %>\nb: <%= ENV.fetch("B") %>');
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

  it("warns of a variable that is not set and has no default", async () => {
    expect(await render('a: <%= ENV["A"] %>')).toMatchObject({
      warnings: [{ line: 1, column: 8, message: 'ENV["A"] is not set, so nothing stands here' }],
    });
  });

  it("never shows the value of a variable in a problem", async () => {
    const rendering = await render('a: <%= ENV["TOKEN"] + 1 %>', { TOKEN: "hunter2" });
    expect(JSON.stringify(rendering)).not.toContain("hunter2");
  });

  it("is where problems point, not the text that was made of it", async () => {
    const rendering = await render(deployYml('labels:\n  a: <%= ENV["LONG"] %>\nvolumes: <%= ENV["X"] %>\nboot: {wait: no}'), {
      LONG: '"1\n\n\n    2"',
      X: "x",
    });
    const parsed =
      "sources" in rendering
        ? parseConfig({ base: rendering.sources[0] ?? { path: "", text: "" } }, { destination: undefined })
        : rendering;
    expect(parsed).toMatchObject({
      problems: [
        { line: 3, column: 10, path: "volumes" },
        { line: 4, column: 14, path: "boot/wait" },
      ],
    });
  });
});
