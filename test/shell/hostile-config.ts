import { stringify } from "yaml";
import type { Config } from "../../src/core/config/config.ts";
import { parse } from "../core/config/deploy-yml.ts";

/** A place in deploy.yml where a person writes text, as keys from the root. */
type Leaf = readonly (string | number)[];

/** A text that is to be tried there, told apart from all others by its name, instead of what is usual. */
export type Attack = (name: string, usual?: string) => string;

export interface HostileConfig {
  readonly config: Config;
  /** The names of the places that hold hostile text. */
  readonly tried: readonly string[];
  /** Those where it was refused. */
  readonly refused: readonly string[];
}

type Tree = string | number | boolean | readonly Tree[] | { readonly [key: string]: Tree };
type Section = { readonly [key: string]: Tree };

/** Its tag stands in two places that have to be alike, and reaches no server. */
const taggedHost = "1.1.1.1";
const healthcheck = { path: "/up" };
const logging = { driver: "json-file", options: { "max-size": "1m" } };
const role = {
  hosts: [{ [taggedHost]: ["eu"] }, "1.1.1.2"],
  cmd: "bin/serve",
  options: { memory: "1g", "add-host": ["db:1.2.3.4"], restart: "always" },
  logging,
  labels: { team: "shop" },
  env: { clear: { ROLE: "web" }, secret: ["ROLE_KEY:KEY"] },
  asset_path: "/assets:ro",
};
const headers = { request_headers: ["Accept"], response_headers: ["Server"] };
const proxy = {
  ...{ hosts: ["shop.example.com"], path_prefixes: ["/shop"], healthcheck },
  logging: headers,
  ssl: { certificate_pem: "CERT", private_key_pem: "KEY" },
  run: {
    ...{ log_max_size: "5m", bind_ips: ["127.0.0.1"], registry: "ghcr.io", repository: "acme/kamal-proxy", version: "v0.9.2" },
    options: { memory: "1g" },
  },
};
const jobsProxy = { hosts: ["jobs.example.com"], path_prefixes: ["/jobs"], ssl: false, healthcheck, logging: headers };
const accessory = {
  ...{ service: "shop-store", image: "mysql:8", host: "1.1.1.5", cmd: "mysqld", port: "127.0.0.1:3306:3306", network: "private" },
  ...{ labels: { team: "shop" }, options: { memory: "1g" }, env: { clear: { SIZE: "1G" }, secret: ["KEY"] } },
  registry: { server: "ghcr.io", username: "acme", password: ["TOKEN"] },
  files: ["my.cnf:/etc/my.cnf:ro", { local: "a.cnf", remote: "/etc/a.cnf", mode: "0640", owner: "1:1", options: "ro" }],
  directories: ["data:/data", { local: "logs", remote: "/logs", mode: "0750", owner: "1:1", options: "z" }],
  volumes: ["cache:/cache"],
  proxy: { host: "store.example.com", path_prefix: "/store", healthcheck, logging: headers },
};

const preview = {
  ...{
    host: "pr-{number}-{branch}.example.com",
    servers: ["1.1.1.1"],
    roles: ["web"],
    label: "preview",
    allow_forks: "approved",
  },
  ...{
    ssl: { certificate_pem: "CERT", private_key_pem: "KEY" },
    ttl: "7d",
    sleep_after: "24h",
    hooks: true,
    env: { clear: { MODE: "{branch}" }, secret: ["PREVIEW_KEY:KEY"] },
  },
  accessories: { store: { env: { clear: { SIZE: "2G" }, secret: ["KEY"] }, seed: "bin/seed" } },
};

const auth = { username: "guest", password: "PASSWORD" };

const acme = {
  ...{ directory: "https://ca.example.com/directory", email: "ann@example.com" },
  root: "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----",
};

/** Every key with text in it that has to do with servers, with text that is as it should be. */
const usual: Section = {
  ...{ service: "shop", image: "acme/shop", labels: { tier: "front" }, volumes: ["data:/data"], asset_path: "/public" },
  registry: { server: "ghcr.io", username: "acme", password: ["TOKEN"] },
  builder: { arch: "amd64", args: { RUBY: "3" }, secrets: ["KEY"] },
  servers: { web: role, jobs: { hosts: ["1.1.1.2"], cmd: "bin/jobs", proxy: jobsProxy } },
  env: { clear: { LEVEL: "info" }, secret: ["KEY"], tags: { eu: { clear: { ZONE: "eu" }, secret: ["ZONE_KEY:KEY"] } } },
  ...{ primary_role: "web", hooks_path: ".kamal/hooks", secrets_path: ".kamal/secrets", error_pages_path: "public" },
  ...{ deploy_timeout: 1, drain_timeout: 1, readiness_delay: 0, ssh: { user: "deploy" } },
  ...{ accessories: { store: accessory }, proxy, logging, aliases: { console: "app exec sh" } },
  "x-landfall": {
    release: { command: "bin/migrate", role: "jobs" },
    verify: { url: "https://shop.example.com/up", expect: "fine" },
    proxy: { image: "caddy:2.11.4", acme },
    preview: { ...preview, auth },
  },
};

/** Where keys are names that a person gives. */
const named = ["labels", "clear", "options", "args", "servers", "accessories", "aliases"];

/** deploy.yml with an attack in each of its texts and given names, but for those where it is refused: these stay as they were. */
export function hostileConfig(attack: Attack, engine: "kamal-proxy" | "caddy"): HostileConfig {
  const leaves = [...textsIn(usual, []), ...namesIn(usual, [])];
  const base = {
    ...usual,
    "x-landfall": {
      ...sectionOf(usual["x-landfall"]),
      proxy: { engine, image: "caddy:2.11.4", ...(engine === "caddy" && { acme }) },
      preview: { ...preview, ...(engine === "caddy" && { auth }) },
    },
  };
  const alone = leaves.filter((leaf) => "config" in parse(stringify(spoilt(base, [leaf], attack))));
  const parsed = parse(stringify(spoilt(base, alone, attack)));
  if ("problems" in parsed) throw new Error(`Together they are refused: ${JSON.stringify(parsed.problems)}`);
  const refused = leaves.filter((leaf) => !alone.includes(leaf)).map(nameOf);
  return { config: parsed.config, tried: leaves.map(nameOf), refused };
}

export const nameOf = (leaf: Leaf): string => leaf.map((key) => String(key).replaceAll(/[^\w*-]/g, "_")).join("+");

const isSection = (tree: Tree | undefined): tree is Section => typeof tree === "object" && !Array.isArray(tree);
const sectionOf = (tree: Tree | undefined): Section => (isSection(tree) ? tree : {});

function textsIn(tree: Tree, path: Leaf): Leaf[] {
  if (typeof tree === "string") return path.includes(taggedHost) ? [] : [path];
  if (Array.isArray(tree)) return tree.flatMap((each, index) => textsIn(each, [...path, index]));
  return Object.entries(sectionOf(tree)).flatMap(([key, each]) => textsIn(each, [...path, key]));
}

/** A given name is meant by a star after it. */
function namesIn(tree: Tree, path: Leaf): Leaf[] {
  if (Array.isArray(tree)) return tree.flatMap((each, index) => namesIn(each, [...path, index]));
  const isNamed = named.includes(String(path.at(-1)));
  return Object.entries(sectionOf(tree)).flatMap(([key, each]) => [
    ...(isNamed && key !== "restart" ? [[...path, key, "*"]] : []),
    ...namesIn(each, [...path, key]),
  ]);
}

/** The same tree with an attack at each of these places. */
function spoilt(tree: Tree, leaves: readonly Leaf[], attack: Attack): Tree {
  const at = (tree: Tree, path: Leaf): Tree => {
    const isMeant = (place: Leaf): boolean => leaves.some((leaf) => nameOf(leaf) === nameOf(place));
    if (typeof tree === "string") return isMeant(path) ? attack(nameOf(path), tree) : tree;
    if (Array.isArray(tree)) return tree.map((each, index) => at(each, [...path, index]));
    if (!isSection(tree)) return tree;
    const entries = Object.entries(tree).map(([key, each]) => {
      const star = [...path, key, "*"];
      return [isMeant(star) ? attack(nameOf(star), key) : key, at(each, [...path, key])] as const;
    });
    return Object.fromEntries(entries);
  };
  return at(tree, []);
}
