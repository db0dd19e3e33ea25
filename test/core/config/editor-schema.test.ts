import { type Schema, Validator } from "@cfworker/json-schema";
import { describe, expect, it } from "vitest";
import { parse as parseYaml } from "yaml";
import { editorSchema } from "../../../src/core/config/editor-schema.ts";
import { readYaml } from "../../../src/core/config/yaml/read.ts";
import { plainValue } from "../../../src/core/config/yaml/tree.ts";
import { accepted } from "./cases/accepted.ts";
import { acceptedOfLandfall } from "./cases/accepted-of-landfall.ts";
import { refused } from "./cases/refused.ts";
import { refusedOfLandfall } from "./cases/refused-of-landfall.ts";
import { refusedOfPreviews } from "./cases/refused-of-previews.ts";
import { deployYml } from "./deploy-yml.ts";

const schema: Schema = JSON.parse(JSON.stringify(editorSchema("https://example.com/deploy.schema.json")));
const validator = new Validator(schema, "7");
const isValid = (value: unknown): boolean => validator.validate(value).valid;

/** YAML 1.2, with YAML 1.1's merge keys: as editors read it. */
const read = (text: string): unknown => parseYaml(text, { merge: true });
/** YAML 1.1, as Ruby and Landfall read it. */
function readAsRuby(text: string): unknown {
  const reading = readYaml({ path: "deploy.yml", text });
  return "tree" in reading ? plainValue(reading.tree) : undefined;
}

describe("the schema for editors accepts a file with", () => {
  it.each(Object.entries({ ...accepted, ...acceptedOfLandfall }))("%s", (_, [lines]) => {
    expect(isValid(read(deployYml(lines)))).toBe(true);
    expect(isValid(readAsRuby(deployYml(lines)))).toBe(true);
  });
});

const everyRefused = { ...refused, ...refusedOfLandfall, ...refusedOfPreviews };

/** What takes the other file, the whole file, or Ruby to know. */
const unseen = [
  "a date where text should be",
  "a whole float",
  "no destination where one is required",
  "a file for a newer Kamal",
  "a minimum version that is none",
  "no servers",
  "no role web",
  "an unknown primary role",
  "a role without servers",
  "restart: no, which is false",
  "a registry without credentials",
  "a builder without arch",
  "builds nowhere",
  "buildpacks for two architectures",
  "a local registry with a remote over TCP",
  "SSL without a host",
  "a certificate without its key",
  "SSL on two servers",
  "SSL for one host in two roles",
  "a port of an unpublished proxy",
  "roles that want different proxies on one host",
  "output without an endpoint",
  "an accessory without hosts",
  "an accessory on an unknown role",
  "an accessory on unknown roles",
  "a release without a command",
  "an ACME server for kamal-proxy",
  "a check without a URL",
  "a limit where there is none",
  "a release command of a role that is not there",
  "previews without an address",
  "an address that is none",
  "an address with a name that means nothing",
  "previews of an unknown role",
  "previews that take no traffic",
  "one address for two roles",
  "an accessory of previews that the app has not",
  "certificates for previews on two servers",
  "a variable that leads to the app's own cache, of which nothing is said",
  "a variable that leads to the app's own database, though previews have theirs",
  "a variable that leads to the app's own database by another name of its container, though previews have theirs",
  "a variable that leads to the app's own database at its usual port, though previews have theirs",
  "an accessory of previews that would be given the app's password",
  "a role behind whose name previews of a destination would have theirs",
  "a database of each preview on two servers",
  "previews of an app with its own certificate that do not say what they have",
  "a role that is called like a preview",
  "an accessory that is called like a preview",
  "half a certificate for previews",
  "a password for previews behind kamal-proxy",
  "a user name of previews without a password",
];

describe("the schema for editors refuses a file with", () => {
  it.each(Object.entries(everyRefused).filter(([name]) => !unseen.includes(name)))("%s", (_, [lines]) => {
    expect(isValid(read(deployYml(lines)))).toBe(false);
  });
});

describe("the schema for editors leaves to landfall", () => {
  it.each(unseen)("%s", (name) => {
    const [lines = "service: [unknown case]"] = everyRefused[name] ?? [];
    expect(isValid(read(deployYml(lines)))).toBe(true);
  });
});

describe("the schema for editors accepts the file of a destination that holds only", () => {
  it.each([
    ["a host", "proxy: {host: staging.example.com}"],
    ["a registry's server", "registry: {server: ghcr.io}"],
    ["where an accessory runs", "accessories: {db: {host: 1.1.1.1}}"],
    ["a part of a build by buildpacks", "builder: {pack: {builder: b}}"],
    ["a secret variable", "env: {secret: [A]}"],
  ])("%s", (_, text) => {
    expect(isValid(read(text))).toBe(true);
  });
});

it("an entry of a list has to be whole even in the file of a destination, as lists are not merged", () => {
  expect(isValid(read("accessories: {db: {files: [{local: a}]}}"))).toBe(false);
});

it("sizes may have the underscores of YAML 1.1", () => {
  expect(isValid(read("proxy: {buffering: {memory: 2_000_000}}"))).toBe(true);
  expect(isValid(read("proxy: {buffering: {memory: 2 MB}}"))).toBe(false);
});

it("merge keys and anchors are read as the values they stand for", () => {
  const text = "x-env: &env {A: 1}\nenv:\n  clear: {<<: *env, B: 2}";
  expect(isValid(read(text))).toBe(true);
});

it("each key tells an editor what it is for, with its default", () => {
  const { properties = {} } = editorSchema("");
  expect(properties.deploy_timeout).toEqual({
    type: "integer",
    description: "Seconds a new container gets to become healthy. Default: 30.",
  });
  expect(Object.entries(properties).filter(([, key]) => typeof key === "boolean" || key.description === undefined)).toEqual([]);
});
