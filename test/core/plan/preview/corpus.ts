import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "../../../../src/core/config/config.ts";
import { parseConfig } from "../../../../src/core/config/parse.ts";
import { starterFiles } from "../../../../src/core/init/starter.ts";
import { damagedFiles } from "../../../fuzz/reading.ts";
import { accepted } from "../../config/cases/accepted.ts";
import { acceptedOfLandfall } from "../../config/cases/accepted-of-landfall.ts";
import { deployYml } from "../../config/deploy-yml.ts";

/** What every app is called here: nothing else is. */
export const service = "tinsel";

const recorded = join(import.meta.dirname, "../../../compat/commands");
const inRecordings = readdirSync(recorded)
  .filter((file) => /^[a-z]+\.yml$/.test(file))
  .map((file) => readFileSync(join(recorded, file), "utf8"));
const ofBeginners = starterFiles("shop").flatMap(({ path, text }) => (path === "config/deploy.yml" ? [text] : []));
const inCases = [...Object.values(accepted), ...Object.values(acceptedOfLandfall)].map(([lines]) => deployYml(lines));
const damaged = Array.from({ length: 150 }, (_, round) => damagedFiles(20_261_121, round).base);

/** With all that an app may have besides, much of it under names that look like those of previews. */
const full = `
service: shop
image: registry.example.com/acme/shop
registry: {server: registry.example.com, username: ann, password: [TOKEN]}
builder: {arch: amd64, secrets: [BUILD_TOKEN], args: {A: b}}
labels: {traefik.enable: "true"}
volumes: ["storage:/storage", "/srv/uploads:/uploads", "\${HOME}/files:/files:ro"]
hooks_path: hooks
asset_path: /app/public/assets
aliases: {console: app exec -i bin/console}
logging: {driver: json-file, options: {max-size: 5m}}
env: {clear: {LOG: info, DB_HOST: shop-pr-db, CACHE: "redis://shop-cache:6379"}, secret: [DATABASE_URL, "OTHER:RENAMED"], tags: {eu: {REGION: eu, secret: [EU_KEY]}}}
proxy: {hosts: [shop.example.com, www.example.com], ssl: true, app_port: 3000, path_prefixes: [/shop], run: {http_port: 8080}}
servers:
  web: {hosts: [1.1.1.1: eu, 1.1.1.2: [eu]], options: {memory: 1g, publish: ["9000:9000"], network-alias: shopper, volume: "/srv:/srv", privileged: true}}
  pr: {hosts: [1.1.1.1], cmd: bin/jobs, env: {secret: [JOBS_KEY]}}
  pr-web: {hosts: [1.1.1.1], proxy: {host: api.example.com}}
accessories:
  pr-db: {image: "postgres:17", host: 1.1.1.1, port: "5432:5432", env: {secret: [POSTGRES_PASSWORD]}, directories: ["data:/var/lib/postgresql/data"], files: ["init.sql:/docker-entrypoint-initdb.d/init.sql"]}
  cache: {image: "redis:7", roles: [web], volumes: ["cache:/data"], options: {name: other}, labels: {a: b}}
  board: {image: "ghcr.io/acme/board:1", host: 1.1.1.2, service: kiosk, registry: {server: ghcr.io, username: bob, password: [BOARD_TOKEN]}, proxy: {host: board.example.com, app_port: 80}}
x-landfall: {on_failure: continue, release: {command: bin/migrate, role: pr}, verify: {url: "https://shop.example.com/up"}}
`;

const renamed = (text: string): string =>
  text.replaceAll(/^service:.*$/gm, `service: ${service}`).replaceAll(/\bshop-(pr-db|cache)\b/g, `${service}-$1`);

const texts = new Set([...inCases, ...inRecordings, ...ofBeginners, full, ...damaged].map(renamed));

/** Many different deploy.yml files of all kinds, each of an app of that service, and each for no destination and for one. */
export const corpus: readonly Config[] = [...texts].flatMap((text) => {
  const base = { path: "deploy.yml", text };
  return [undefined, "staging"].flatMap((destination) => {
    const parsed = parseConfig({ base }, { destination });
    return "problems" in parsed || parsed.config.service !== service || parsed.config.roles.length === 0 ? [] : [parsed.config];
  });
});
