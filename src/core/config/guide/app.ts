import { hookNames } from "../hooks.ts";
import type { Chapter } from "./chapter.ts";

/** The chapters about the app itself; the first one has all keys without a chapter of their own. */
export const appChapters: Readonly<Record<string, Chapter>> = {
  app: {
    purpose: "What the app is called, and what is true for all of it.",
    example: `service: shop
image: acme/shop
volumes:
  - shop-storage:/app/storage
hooks_output:
  pre-deploy: verbose
deploy_timeout: 60
retain_containers: 3`,
    notes: [
      "Times are whole seconds.",
      `Programs in the hooks directory run at the moment that they are named after, with the same variables as under Kamal: ${hookNames.map((name) => `\`${name}\``).join(", ")}. One that fails stops the deploy.`,
    ],
  },
  servers: {
    example: `servers:
  web:
    - 203.0.113.10
    - 203.0.113.11: [canary]   # a host with a tag
  jobs:
    hosts: [203.0.113.12]
    cmd: bin/jobs
    stop_timeout: 60
    options:
      memory: 2g
      cap-add: [SYS_PTRACE, NET_ADMIN]
    env:
      QUEUES: mail,default`,
    notes: [
      "A role is a list of hosts itself, or a map with the keys below.",
      "The primary role (`primary_role`) gets its requests through the proxy unless it says `proxy: false`. The others do not, unless they say `proxy: true` or give settings.",
      "A tag gives its hosts the variables of `env.tags`, and accessories can be placed by it.",
      "Landfall waits until the primary role is healthy on every host of the first group (see `boot`) before other roles start. If anything fails, all hosts go back to the old version.",
    ],
  },
  proxy: {
    example: `proxy:
  host: shop.example.com
  ssl: true
  app_port: 3000
  response_timeout: 60
  healthcheck:
    path: /health
  buffering:
    max_request_body: 40_000_000
  run:
    log_max_size: 30m`,
    notes: [
      "`ssl: true` needs `host`, port 443 open to the world, and a role on one server only: each server would ask for a certificate of its own.",
      "All settings but `run` belong to this app. `run` is for the proxy that all apps of a server share: where several roles or apps share a server, it has to be the same.",
      "With Caddy (see `x-landfall`), `buffering` except `max_request_body`, and `logging`, have no effect.",
    ],
  },
  env: {
    example: `env:
  clear:
    DATABASE_HOST: db.internal
  secret:
    - DATABASE_PASSWORD
    - SMTP_PASSWORD:MAIL_PASSWORD   # SMTP_PASSWORD in the container
  tags:
    canary:
      LOG_LEVEL: debug`,
    notes: [
      "Without secrets and tags the variables can stand right under `env`: `env: {LOG_LEVEL: info}`. Beside `clear`, `secret` or `tags` they cannot.",
      "What a role says stands over what the root says, and what a tag says over both.",
      "`${NAME}` in a clear value is filled in by the server's shell, as with Kamal.",
      "An empty value hands the variable on by its name only, as with Kamal: Docker takes its value from the server's shell, where it mostly has none.",
    ],
  },
  registry: {
    example: `registry:
  server: ghcr.io
  username: acme
  password:
    - REGISTRY_PASSWORD`,
    notes: [
      "A value in a list is the name of a secret. Text that is not in a list is taken as it stands, so keep passwords in lists.",
      "The password goes to `docker login` by standard input, never as an argument.",
    ],
  },
  builder: {
    example: `builder:
  arch: amd64
  dockerfile: Dockerfile.production
  args:
    NODE_VERSION: 24
  secrets:
    - NPM_TOKEN
  cache:
    type: registry
    options: mode=max`,
    notes: [
      "What is built is the commit, not the working tree: without `context`, changes that are not committed are left out.",
      "A secret reaches the Dockerfile by its name: `RUN --mount=type=secret,id=NPM_TOKEN ...`.",
      "With `cache: {type: gha}` layers are kept in the cache of GitHub Actions: the action needs no other step for that. Each image and its architectures have a scope of their own there, unless `options` names a `scope`. Layers of earlier stages are kept with `options: mode=max` only.",
    ],
  },
};
