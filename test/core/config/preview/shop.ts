import type { Config } from "../../../../src/core/config/config.ts";
import { previewConfig } from "../../../../src/core/config/preview/config.ts";
import { branchSlug, isPreviewNumber, type PreviewNumber } from "../../../../src/core/config/preview/name.ts";
import type { PreviewConfig } from "../../../../src/core/config/preview/preview.ts";
import { parse } from "../deploy-yml.ts";

export function aNumber(number: number): PreviewNumber {
  if (!isPreviewNumber(number)) throw new TypeError(`${number} is no number of a pull request`);
  return number;
}

/** An app that has all that a preview must not have. */
const production = `
service: shop
image: acme/shop
registry: {username: ann, password: [TOKEN]}
builder: {arch: amd64}
labels: {traefik.enable: "true"}
volumes:
  - shop-storage:/storage
  - /srv/uploads:/uploads
  - /etc/localtime:/etc/localtime:ro
env:
  clear: {LOG: info, TOKEN_OF_HOST: "\${HOST_TOKEN}", BLANK: ""}
  secret: [DATABASE_URL]
  tags: {canary: {BETA: 1}}
proxy: {host: shop.example.com, ssl: true, app_port: 3000}
servers:
  web: {hosts: [web1: canary], options: {memory: 1g, publish: "9000:9000", network-alias: shop, volume: "/srv:/srv"}}
  jobs: {hosts: [jobs1], cmd: bin/jobs}
accessories:
  db:
    image: postgres:17
    host: db1
    port: "5432:5432"
    env: {clear: {POSTGRES_USER: owner}, secret: [POSTGRES_PASSWORD]}
    directories: ["data:/var/lib/postgresql/data"]
  redis: {image: redis:7, host: db1, volumes: ["redis-data:/data"]}
boot: {limit: 25%, wait: 10}
`;

const usual = `
x-landfall:
  on_failure: continue
  release: {command: bin/migrate, role: jobs}
  verify: {url: https://shop.example.com/up}
  preview:
    host: pr-{number}.example.com
    env: {clear: {HOST: "{host}", DB_HOST: "{service}-db", PLAIN: "{}"}, secret: [DATABASE_URL:PREVIEW_URL]}
    accessories: {db: {env: {secret: [POSTGRES_PASSWORD]}, seed: bin/seed}}
`;

/** The app with previews. @param more what stands in deploy.yml instead of the usual words about them */
export function theShop(more = usual): Config {
  const parsed = parse(production + more);
  if ("problems" in parsed) throw new Error(JSON.stringify(parsed.problems));
  return parsed.config;
}

/** Its preview of pull request 12, from the branch Fix/Cart. */
export function thePreview(config = theShop(), number = 12): PreviewConfig {
  const made = previewConfig(config, { number: aNumber(number), branch: branchSlug("Fix/Cart") });
  if (typeof made === "string") throw new Error(made);
  return made;
}
