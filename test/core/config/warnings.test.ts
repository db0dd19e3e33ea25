import { expect, it } from "vitest";
import { deployYml, parse } from "./deploy-yml.ts";

function warningsOf(lines: string): string[] {
  const parsed = parse(deployYml(lines));
  if ("problems" in parsed) throw new Error(JSON.stringify(parsed.problems));
  return parsed.warnings.map(({ line, column, path, message }) => `${line}:${column} ${path}: ${message}`);
}

it("nothing is warned of in an ordinary file", () => {
  expect(warningsOf("servers: [h: [a, b]]\nenv: {tags: {a: {A: 1}}}\naccessories: {db: {image: i, tag: b}}")).toEqual([]);
});

it.each([
  ["a run directory", "run_directory: x", "1:16 run_directory: has no effect: Kamal 2 always uses .kamal"],
  [
    "a tag that nothing names",
    "servers:\n  web:\n    - h: gone",
    "2:3 servers/web: no env/tags and no accessory names the tag gone, so it has no effect",
  ],
  [
    "an accessory that no server is meant for",
    "accessories:\n  db: {image: i, tag: t}",
    "2:3 accessories/db: runs nowhere: no server is meant",
  ],
  [
    "an alias that a command takes the name of",
    "aliases:\n  preview: deploy -d preview",
    '2:12 aliases/preview: works with Kamal only: "landfall preview" is a command by itself',
  ],
  [
    "a key of ssl that does nothing",
    "proxy: {host: a, ssl: {cert: C}}",
    "1:30 proxy/ssl/cert: has no effect: ssl knows certificate_pem and private_key_pem",
  ],
])("%s is warned of, and accepted", (_, lines, warning) => {
  expect(warningsOf(lines)).toEqual([warning]);
});
