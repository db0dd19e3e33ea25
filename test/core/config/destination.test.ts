import { expect, it } from "vitest";
import { parseConfig } from "../../../src/core/config/parse.ts";
import { deployYml, parse, problemsOf } from "./deploy-yml.ts";

it("a destination's hashes are merged into those of the base", () => {
  const parsed = parse(deployYml("env: {clear: {A: 1, B: 1}, secret: [S]}"), "env: {clear: {B: 2, C: 2}}");
  expect(parsed).toMatchObject({
    config: { destination: "staging", roles: [{ env: { clear: { A: "1", B: "2", C: "2" }, secrets: [{ name: "S" }] } }] },
  });
});

it("a destination's lists and single values replace those of the base", () => {
  const parsed = parse(deployYml("servers: [a, b]\nproxy: {host: a.com, app_port: 3000}"), "servers: [c]\nproxy: {host: b.com}");
  expect(parsed).toMatchObject({ config: { roles: [{ hosts: [{ host: "c" }], proxy: { hosts: ["b.com"], appPort: 3000 } }] } });
});

it("a destination can turn roles into a list of hosts", () => {
  expect(parse(deployYml("servers: {web: [a], jobs: [b]}"), "servers: [c]")).toMatchObject({
    config: { roles: [{ name: "web", hosts: [{ host: "c" }] }] },
  });
});

it("satisfies require_destination", () => {
  expect(problemsOf(deployYml("require_destination: true"), "service: other")).toEqual([]);
});

it("is all that is asked for where the base requires one, since only its file completes the base", () => {
  expect(problemsOf("require_destination: true\nservice: a")).toEqual([
    "1:22 require_destination: You must specify a destination",
  ]);
});

it("problems point into the file that holds the value", () => {
  const base = deployYml("volumes: a\nproxy: {app_port: 1, host: a.com}\nboot: {limit: 1}");
  expect(problemsOf(base, "drain_timeout: 1\nproxy:\n  app_port: x\nboot:\n  wait: y")).toEqual([
    "1:10 volumes: should be an array",
    "deploy.staging.yml:3:13 proxy/app_port: should be an integer",
    "deploy.staging.yml:5:9 boot/wait: should be an integer",
  ]);
});

it("problems of both files' syntax are told at once", () => {
  expect(problemsOf("a: [", "\tb: c")).toEqual([
    "1:4 a [ that is opened here is not closed",
    "deploy.staging.yml:1:1 is indented with a tab",
  ]);
});

it("an empty destination file is told by its name", () => {
  expect(problemsOf(deployYml(""), "")).toEqual(["deploy.staging.yml:1:1 is empty"]);
});

it("host in the base and hosts in the destination are refused, as by Kamal", () => {
  expect(problemsOf(deployYml("proxy: {host: a.com}"), "proxy: {hosts: [b.com]}")).toEqual([
    "deploy.staging.yml:1:9 proxy/hosts: Specify one of 'host' or 'hosts', not both",
  ]);
});

it("host at the root and hosts in a role are refused, as by Kamal", () => {
  const text = deployYml("proxy: {host: a.com}\nservers:\n  web:\n    hosts: [h]\n    proxy: {hosts: [b.com]}");
  expect(problemsOf(text)).toEqual([
    "5:13 servers/web/proxy/hosts: Specify one of 'host' or 'hosts', not both: the root's proxy has the other one",
  ]);
});

it("a destination that could not name a container is refused", () => {
  const parsed = parseConfig({ base: { path: "deploy.yml", text: deployYml("") } }, { destination: "../x" });
  expect(parsed).toMatchObject({
    problems: [{ message: expect.stringContaining('the destination "../x" should hold letters') }],
  });
});

it.each(["pr-12", "landfall-pr-3-x"])(
  "a destination %s, whose names previews would have, is refused where there are previews",
  (destination) => {
    const problems = (lines: string) => parseConfig({ base: { path: "deploy.yml", text: deployYml(lines) } }, { destination });
    expect(problems("")).toMatchObject({ config: { destination } });
    expect(problems("x-landfall: {preview: {host: 'pr-{number}.x'}}")).toMatchObject({
      problems: [{ message: expect.stringContaining(`the destination ${destination} clashes with the names of previews`) }],
    });
  },
);
