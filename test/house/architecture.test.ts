import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path/posix";
import { describe, expect, it } from "vitest";

const root = new URL("../../", import.meta.url).pathname;
const codeIn = (directory: string): string[] =>
  readdirSync(join(root, directory), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(directory, name))
    .sort();
const textOf = (file: string): string => readFileSync(join(root, file), "utf8");

const sources = codeIn("src");
const everything = [...sources, ...codeIn("test")];

const imports = /^(?:import|export)\s+(?:type\s+)?(?:[\w*{},\s]+?\sfrom\s+)?["']([^"']+)["'];$|\bimport\(["']([^"']+)["']\)/gm;

/** Whatever a file imports or exports from elsewhere: packages by name, files by their path from the root. */
function importsOf(file: string): string[] {
  return [...textOf(file).matchAll(imports)]
    .map(([, stated, dynamic]) => stated ?? dynamic ?? "")
    .map((from) => (from.startsWith(".") ? relative(root, join(root, dirname(file), from)) : from));
}

/** The files of which this is true, for a message that names them. */
const filesWhere = (files: readonly string[], isSo: (file: string) => boolean): string[] => files.filter(isSo);
const filesWith = (pattern: RegExp, files = sources): string[] =>
  filesWhere(files, (file) => pattern.test(withoutComments(textOf(file))));
const withoutComments = (text: string): string => text.replaceAll(/\/\*\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");

/** Each room of the house, and the rooms it may look into. */
const rooms: Readonly<Record<string, readonly string[]>> = {
  core: ["core"],
  engine: ["core", "engine"],
  adapters: ["core", "adapters"],
  "use-cases": ["core", "engine", "adapters", "use-cases"],
  cli: ["core", "engine", "use-cases", "cli"],
  action: ["core", "engine", "adapters", "use-cases", "cli", "action"],
};

describe("the house", () => {
  it("has no rooms but these", () => {
    expect([...new Set(sources.map((file) => file.split("/")[1]))].sort()).toEqual(Object.keys(rooms).sort());
  });

  it.each(Object.entries(rooms))("lets %s look only into %j", (room, allowed) => {
    const strangers = codeIn(`src/${room}`).flatMap((file) =>
      importsOf(file)
        .filter((from) => from.startsWith("src/") && !allowed.includes(from.split("/")[1] ?? ""))
        .map((from) => `${file} imports ${from}`),
    );
    expect(strangers).toEqual([]);
  });

  it("lets the command line see no more of the engine than its types", () => {
    const values = codeIn("src/cli").filter((file) => /^import (?!type\b)[^;]*engine\//m.test(textOf(file)));
    expect(values).toEqual([]);
  });

  it.each([
    ["@actions/", /^src\/action\//],
    ["ssh2", /^src\/engine\/ssh\//],
    ["ssh-config", /^src\/engine\/ssh\//],
    ["commander", /^src\/(cli|action)\//],
    ["yaml", /^src\/core\/(config\/yaml\/|report\/config\.ts$)/],
  ])("keeps %s in one place", (name, place) => {
    const importers = filesWhere(sources, (file) =>
      importsOf(file).some((from) => from === name || (name.endsWith("/") && from.startsWith(name))),
    );
    expect(importers).not.toEqual([]);
    expect(importers.filter((file) => !place.test(file))).toEqual([]);
  });

  it("knows no tests", () => {
    expect(filesWhere(sources, (file) => importsOf(file).some((from) => from.startsWith("test/")))).toEqual([]);
  });
});

/** A hash is a pure function, though it lives beside others that are not. */
const isHashing = (file: string, from: string): boolean =>
  from === "node:crypto" && /^import \{ createHash, createHmac \} from "node:crypto";$/m.test(textOf(file));

describe("the core", () => {
  const core = codeIn("src/core");

  it.each(core)("is pure in %s", (file) => {
    const packages = importsOf(file).filter((from) => !from.startsWith("src/core/"));
    expect(packages.filter((from) => !["yaml", "zod", "node:util"].includes(from) && !isHashing(file, from))).toEqual([]);
  });

  it("asks neither clock, chance, environment nor network, and says nothing by itself", () => {
    const impure =
      /\bprocess\.|\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\brandomUUID\b|\bset(Timeout|Interval|Immediate)\b|\bconsole\.|(?<![\w.])fetch\(|\bperformance\./;
    expect(filesWith(impure, core)).toEqual([]);
  });
});

describe("secrets", () => {
  it("are revealed only where they leave: a shell, a program, a key, a mask, a person's eyes", () => {
    expect(filesWith(/\.reveal\(\)/)).toEqual([
      "src/action/inputs.ts",
      "src/action/masking.ts",
      "src/adapters/github/api.ts",
      "src/adapters/registry/authorization.ts",
      "src/adapters/secrets.ts",
      "src/adapters/uploads.ts",
      "src/core/shell/redaction.ts",
      "src/core/shell/secret.ts",
      "src/core/shell/sh.ts",
      "src/engine/local.ts",
      "src/engine/ssh/key-ring.ts",
      "src/use-cases/secrets.ts",
    ]);
  });
});

describe("shell", () => {
  it("goes unquoted only where a user wrote it, or Kamal leaves it to the server", () => {
    expect(filesWith(/\bverbatim\(/)).toEqual([
      "src/core/commands/accessory.ts",
      "src/core/commands/app.ts",
      "src/core/commands/exec.ts",
      "src/core/commands/logs.ts",
      "src/core/plan/server.ts",
      "src/core/proxies/kamal-proxy.ts",
    ]);
  });

  it("is rendered only to be run", () => {
    expect(filesWith(/\.render\(\)/)).toEqual(["src/core/plan/script.ts"]);
  });
});

describe("code", () => {
  it("is in files that can be read in one go", () => {
    const long = everything.map((file) => `${file}: ${textOf(file).trimEnd().split("\n").length}`);
    expect(long.filter((line) => Number(line.split(": ")[1]) > 250)).toEqual([]);
  });

  it("is named after what it is about", () => {
    expect(
      filesWhere(everything, (file) => /(^|[/.-])(utils?|helpers?|types|managers?|misc|common)(\.|-|\/)/.test(file)),
    ).toEqual([]);
  });

  it.each([
    ["any", /\bas any\b|: any\b(?!\()/],
    ["a cast that the compiler cannot check", /\bas unknown as\b/],
    ["a default export", /^export default/m],
    ["a barrel", /^export \* from/m],
    ["what Node 20 has not", /\bURL\.parse\(|\bPromise\.(withResolvers|try)\(|\b(Object|Map)\.groupBy\(|\bArray\.fromAsync\(/],
    ["a rule switched off", /@ts-(ignore|expect-error|nocheck)|biome-ignore/],
  ])("of the product has no %s", (_, pattern) => {
    expect(filesWith(pattern)).toEqual([]);
  });

  it("of the tests mocks nothing of ours, and skips nothing", () => {
    const forbidden = new RegExp(["vi\\.(mock|fn|spyOn)\\b", "\\.(skip|only|todo|fails)\\b", "MatchSnapshot"].join("|"));
    expect(
      filesWith(
        forbidden,
        codeIn("test").filter((file) => !file.startsWith("test/house/")),
      ),
    ).toEqual([]);
  });
});
