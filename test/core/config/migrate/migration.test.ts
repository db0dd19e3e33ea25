import { describe, expect, it } from "vitest";
import { parseConfig } from "../../../../src/core/config/parse.ts";
import { ofBuilders } from "./cases/builder.ts";
import { ofDestinations } from "./cases/destinations.ts";
import { ofHealthchecks } from "./cases/healthchecks.ts";
import { ofHosts } from "./cases/hosts.ts";
import { ofMrsk } from "./cases/mrsk.ts";
import { ofMrskLabels } from "./cases/mrsk-labels.ts";
import { ofRuby } from "./cases/ruby.ts";
import { ofRules } from "./cases/rules.ts";
import { ofTraefik } from "./cases/traefik.ts";
import type { MigrationCase } from "./migration-case.ts";
import { migrated, migrateFiles, notesOf, textsOf } from "./project.ts";

const cases = Object.entries({
  ...{ ...ofMrsk, ...ofMrskLabels, ...ofHosts, ...ofRules, ...ofTraefik },
  ...{ ...ofHealthchecks, ...ofBuilders, ...ofDestinations, ...ofRuby },
});

/** What Kamal 2 reads: the Ruby filled in, deploy.yml with the file of each destination. */
function parsed({ ruby = {} }: MigrationCase, files: Readonly<Record<string, string>>) {
  const filled = Object.entries(files).map(([path, text]) => ({
    path,
    text: Object.entries(ruby).reduce((made, [tag, value]) => made.replaceAll(tag, value), text),
  }));
  const [base, ...destinations] = filled;
  if (base === undefined) throw new TypeError("there is no file");
  if (destinations.length === 0) return [parseConfig({ base }, { destination: undefined })];
  return destinations.map((destination) => parseConfig({ base, destination }, { destination: destination.path.split(".")[1] }));
}

describe.each(cases)("%s:", (_, migration) => {
  const files = migrated(migration.before);

  it("the files", () => {
    expect(textsOf(files)).toEqual({ ...migration.before, ...migration.after });
    expect(files.map(({ changed }) => changed)).toEqual(Object.keys(migration.before).map((name) => name in migration.after));
  });

  it("the notes", () => {
    const notes = notesOf(files);
    expect(notes.map((note, index) => note.slice(0, migration.notes[index]?.length))).toEqual(migration.notes);
  });

  it("a file that Kamal 2 reads", () => {
    expect(parsed(migration, textsOf(files)).flatMap((result) => ("problems" in result ? result.problems : []))).toEqual([]);
  });

  it("nothing to migrate after that", () => {
    expect(migrated(textsOf(files)).map(({ changed }) => changed)).not.toContain(true);
  });
});

describe("a project of Kamal 2", () => {
  const base = `service: kiosk
image: acme/kiosk
servers:
  web: [10.0.0.1]
  jobs: { hosts: [10.0.0.2], cmd: bin/jobs }
registry: { username: acme, password: [KAMAL_REGISTRY_PASSWORD] }
builder: { arch: amd64, local: false, remote: ssh://root@10.0.0.9 }
`;

  it("stays as it is, without a proxy that it does not need", () => {
    expect(migrated({ "deploy.yml": base })).toEqual([{ path: "config/deploy.yml", changed: false, text: base, notes: [] }]);
  });

  it("may say the architecture in each of its destinations", () => {
    const [, , , , , , builder = ""] = base.split("\n");
    const files = {
      "deploy.yml": base.replace(`${builder}\n`, ""),
      "deploy.eu.yml": `${builder}\n`,
      "deploy.us.yml": `${builder}\n`,
    };
    expect(textsOf(migrated(files))).toEqual(files);
  });
});

it("an image for this machine is for its architecture", () => {
  const before = "service: a\nservers: [h]\nhealthcheck: { port: 80 }\nbuilder: { multiarch: false }\n";
  const [file] = migrated({ "deploy.yml": before }, { localArch: "arm64" });
  expect(file?.text).toBe("service: a\nservers: [h]\nproxy:\n  app_port: 80\nbuilder: { arch: arm64 }\n");
});

describe("a file is refused, with the place, when", () => {
  const head = "service: a\nservers: [h]\nbuilder: { arch: amd64 }\n";

  it.each([
    [
      "a role comes from an alias",
      "x-role: &role\n  traefik: true\n  hosts: [h]\nservers:\n  web: *role\n",
      "2:12 servers/web/traefik: comes from an alias or a merge key, so it cannot be rewritten here",
    ],
    [
      "a setting comes from a merge key",
      "x-role: &role\n  traefik: true\nservers:\n  web:\n    <<: *role\n    hosts: [h]\n",
      "2:12 servers/web/traefik: comes from an alias or a merge key, so it cannot be rewritten here",
    ],
    [
      "an alias elsewhere needs what would go",
      `${head}healthcheck: &check\n  path: /up\nx-check: *check\n`,
      "6:1 x-check: would no longer be valid: there is no anchor &check before this alias",
    ],
    [
      "Ruby decides whether a setting counts",
      `${head}<% if ENV["T"] %>\ntraefik:\n  host_port: 81\n<% end %>\n`,
      "4:1 : this Ruby decides over a part that has to change",
    ],
    [
      "Ruby decides over a part of a setting",
      `${head}traefik:\n<%- unless ENV["T"] -%>\n  host_port: 81\n<%- end -%>\n`,
      "5:1 : this Ruby decides over a part that has to change",
    ],
    [
      "Ruby makes it unreadable",
      `${head}<% if x %>\nhealthcheck: { port: 1 }\n<% else %>\nhealthcheck: { port: 2 }\n<% end %>\n`,
      "7:1 : the key healthcheck stands twice, first on line 5",
    ],
    ["an alias leads nowhere", `${head}a: *x<%= 1 %>\n`, "4:4 a: there is no anchor &x<%= 1 %> before this alias"],
    ["it is no YAML", "service: [a\n", "1:10 : a [ that is opened here is not closed"],
  ])("%s", (_, text, expected) => {
    const migration = migrateFiles({ "deploy.yml": text });
    const problems = "problems" in migration ? migration.problems : [];
    expect(problems.map(({ line, column, path, message }) => `${line}:${column} ${path}: ${message}`)).toEqual([expected]);
  });
});
