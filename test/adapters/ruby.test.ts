import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { positionFinder } from "../../src/core/config/source.ts";
import { render, textsOf } from "./templates.ts";

let directory = "";
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "ruby-"));
});
afterEach(() => rm(directory, { recursive: true }));

describe("Ruby in a template", () => {
  it("comes out as Ruby's own ERB renders it", async () => {
    const templates = [
      "<% %w[a b].each do |host| %>\n  - <%= host %>\n<% end %>\nx: y",
      "<% %w[a b].each do |host| -%>\n  - <%= host %>\n<% end -%>\nx: y",
      "  <%- 2.times do |i| -%>\n  - <%= i -%>\n\n  <%- end -%>\n",
      "<% if ENV['NO'] %>a<% elsif true %>b<% else %>c<% end %>",
      "<%\nx = 1\ny = 2\n%>\n<%= x +\n  y %>.",
      "<%\nx = 1\n-%>\r\na\r\n<%= x -%>\r\nb",
      "a <%% b %> %%> <%% c %%>",
      "<%= '%%>' %><%= \"a\nb\" %>",
      "a <%= 1 %>   <%- x = 1 -%>\nb\n\t<%- x = 2 %>\n",
      "<%-%>a<%=-%>b<%--%>c<%#-%>\nd<%# %%> -%>",
      "<%# a\n%>b<%\n# c\n%>d",
      "# <% if true %>\na\n# <% end %>\n# <%= 1 %>",
      "é <%= '☃' %> 😀<% 1 %>",
      "<%= nil %>|<%= :a %>|<%= 1.5 %>|<%= [1] %>|<%= true %>",
      "<% text = <<~END\n  a\n  b\nEND\n%><%= text %>.",
      "<%= `echo hi` %><%= %x(false; echo $?) %>",
      "<% _erbout << 'a' %>b",
      "<% def double(n) = n * 2 %><%= double 2 %>",
    ];
    const program =
      'puts JSON.generate(JSON.parse(ARGV[0]).map { |text| ERB.new(text, trim_mode: "-").result(TOPLEVEL_BINDING.dup) })';
    const { stdout } = await promisify(execFile)("ruby", [
      ...["-EUTF-8", "-rerb", "-rjson", "-e", program],
      JSON.stringify(templates),
    ]);
    expect(await textsOf(templates, { directory })).toEqual(JSON.parse(stdout));
  });

  it("keeps the text behind a comment, which Ruby's own ERB loses", async () => {
    expect(await textsOf(["a: b\n<% # hosts %>\nc: d\n<% if true # always %>\ne: f\n<% end %>"], { directory })).toEqual([
      "a: b\n\nc: d\n\ne: f\n",
    ]);
  });

  it("has what Kamal has at hand", async () => {
    const templates = [
      '<% if "".blank? && nil.blank? && " ".blank? && [].blank? && 0.present? %>yes<% end %>',
      '<%= "".presence || " a  b ".squish %><% 1 %>',
      '<%= nil.try(:size) %><%= "abc".try(:size) %><%= 1.try(:size_of) %><% 1 %>',
      '<%= YAML.load("a: 1")["a"] %><%= URI("http://a.b").host %><%= Pathname("x") + "y" %>',
      '<%= "a".in?(%w[a b]) %><% 1 %>',
    ];
    expect(await textsOf(templates, { directory })).toEqual(["yes", "a b", "3", "1a.bx/y", "true"]);
  });

  it("knows the architecture as Kamal::Utils.docker_arch", async () => {
    await writeFile(join(directory, "docker"), "#!/bin/sh\n[ \"$*\" = 'info --format {{.Architecture}}' ] && echo aarch64\n", {
      mode: 0o755,
    });
    const env = { PATH: `${directory}:${process.env.PATH}` };
    expect(await textsOf(["<%= Kamal::Utils.docker_arch %><% 1 %>"], { directory, env })).toEqual(["arm64"]);
  });

  it("may ask dotenv for files that are not there, whether there is a dotenv or not", async () => {
    const texts = ['<% require "dotenv"; Dotenv.load(".env", ".env.staging"); Dotenv.load %>a: <%= ENV["A"] %>'];
    expect(await textsOf(texts, { directory, env: { A: "b", GEM_PATH: directory } })).toEqual(["a: b"]);
  });

  it("takes dotenv for files that are there", async () => {
    await writeFile(join(directory, ".env"), "A=b\n");
    const texts = ['<% require "dotenv"; Dotenv.load(".env") %>a: <%= ENV["A"] %>'];
    expect(await textsOf(texts, { directory, env: { GEM_PATH: directory } })).toEqual([
      "cannot load such file -- dotenv, which it takes to read .env",
    ]);
    await writeFile(join(directory, "dotenv.rb"), "module Dotenv; def self.load(*) = ENV['A'] = 'c'; end");
    expect(await textsOf(texts, { directory, env: { RUBYLIB: directory } })).toEqual(["a: c"]);
  });

  it("runs in the project's directory, whose files it requires and reads as UTF-8", async () => {
    await writeFile(join(directory, "hosts.rb"), "HOSTS = %w[a b]\n");
    await writeFile(join(directory, "name"), "é");
    const texts = ['<% require_relative "hosts" %><%= HOSTS.join(",") %><%= File.read("name") %>'];
    expect(await textsOf(texts, { directory, env: { LC_ALL: "C" } })).toEqual(["a,bé"]);
  });

  it("may print and read without harm", async () => {
    expect(
      await textsOf(["<% puts 1; $stdout.puts 2; STDOUT.flush; system 'echo 3'; warn 4 %>a<%= $stdin.read %>"], { directory }),
    ).toEqual(["a"]);
  });

  it("is seen in no list of processes", async () => {
    expect(
      await textsOf(["<% secret = 'hunter2' %><%= File.read('/proc/self/cmdline').include?('hunter' + '2') %>"], { directory }),
    ).toEqual(["false"]);
  });

  it("leaves what it sets to the next file, and to whoever comes after", async () => {
    const rendering = await render(['<% ENV["A"] = "set"; ENV.delete("B"); X = 1 %>', '<%= ENV["A"] %><%= X %><%= ENV["B"] %>'], {
      directory,
      env: { B: "b", C: "c" },
    });
    expect(rendering).toMatchObject({ sources: [{ text: "" }, { text: "set1" }], env: { A: "set", B: undefined, C: "c" } });
  });

  it("warns of variables that are not set, where it came to them", async () => {
    const template =
      '<% ENV["A"] = "set" %><%= ENV["A"] %>\n<% if ENV["B"] %><%= ENV["B"] %><% end %>\n<%= ENV["C"] %>\n# <%= ENV["D"] %>';
    expect(await render([template], { directory })).toMatchObject({
      warnings: [{ line: 3, column: 5, message: 'ENV["C"] is not set, so nothing stands here' }],
    });
  });

  it("is where problems of what came out point to", async () => {
    const template = "hosts:\n<% 2.times do |i| %>\n  - <%= i %> wrong: x\n<% end %>\nlast: y";
    const rendering = await render([template], { directory });
    const [source] = "sources" in rendering ? rendering.sources : [];
    if (source === undefined) throw new Error("was not rendered");
    const placeOf = (text: string) => positionFinder(source)(source.text.lastIndexOf(text));
    expect([placeOf("wrong"), placeOf("1"), placeOf("last")]).toEqual([
      { file: "0.yml", line: 3, column: 14 },
      { file: "0.yml", line: 3, column: 5 },
      { file: "0.yml", line: 5, column: 1 },
    ]);
  });
});
