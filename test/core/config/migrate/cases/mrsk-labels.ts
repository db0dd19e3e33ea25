import type { MigrationCase } from "../migration-case.ts";

/** Files of MRSK that spoke to Traefik, or to a chat. */
export const ofMrskLabels: Readonly<Record<string, MigrationCase>> = {
  "a host in a label of all containers is the proxy's host, other labels stay": {
    before: {
      "deploy.yml": `service: bakery
image: acme/bakery
servers:
  - 10.0.0.1
labels:
  traefik.http.routers.bakery.rule: Host(\`shop.bakery.example\`)
  team: dough
registry:
  username: acme
  password: [MRSK_REGISTRY_PASSWORD]
healthcheck:
  path: /healthz
  port: 4000
builder:
  local: { arch: amd64 }
`,
    },
    after: {
      "deploy.yml": `service: bakery
image: acme/bakery
servers:
  - 10.0.0.1
labels:
  team: dough
registry:
  username: acme
  password: [MRSK_REGISTRY_PASSWORD]
proxy:
  host: shop.bakery.example
  app_port: 4000
  healthcheck:
    path: /healthz
builder:
  arch: amd64
`,
    },
    notes: [],
  },
  "another entry point of Traefik is told to have no counterpart": {
    before: {
      "deploy.yml": `service: bakery
image: acme/bakery
labels:
  traefik.tcp.routers.other.rule: 'HostSNI(\`*\`)'
  traefik.tcp.routers.other.entrypoints: otherentrypoint
  traefik.tcp.services.other.loadbalancer.server.port: 9000
  traefik.http.routers.bakery.entrypoints: web
  traefik.http.services.bakery.loadbalancer.server.port: 8080
servers: [10.0.0.1]
registry: { username: acme, password: [TOKEN] }
traefik:
  options:
    publish:
      - 9000:9000
  args:
    entrypoints.web.address: ':80'
    entrypoints.otherentrypoint.address: ':9000'
`,
    },
    after: {
      "deploy.yml": `service: bakery
image: acme/bakery
servers: [10.0.0.1]
registry: { username: acme, password: [TOKEN] }
proxy:
  app_port: 8080
builder:
  arch: [amd64, arm64]
`,
    },
    notes: [
      "deploy.yml:1 Kamal 1 built for amd64 and arm64 unless told otherwise.",
      "deploy.yml:4 kamal-proxy speaks HTTP only. Publish such a port from the",
      "deploy.yml:13 kamal-proxy publishes HTTP and HTTPS only, not 9000:9000.",
      "deploy.yml:17 kamal-proxy listens for HTTP and HTTPS only, not on :9000.",
    ],
  },
  "what broadcast audits becomes a hook that a person writes": {
    before: {
      "deploy.yml": `service: bakery
image: acme/bakery
servers:
  - 10.0.0.1

registry:
  username: acme
  password:
    - MRSK_REGISTRY_PASSWORD

audit_broadcast_cmd:
  bin/audit_broadcast

ssh:
  user: app
  proxy: "jump@10.0.0.9"
`,
    },
    after: {
      "deploy.yml": `service: bakery
image: acme/bakery
servers:
  - 10.0.0.1

proxy:
  app_port: 3000

registry:
  username: acme
  password:
    - MRSK_REGISTRY_PASSWORD

ssh:
  user: app
  proxy: "jump@10.0.0.9"

builder:
  arch: [amd64, arm64]
`,
    },
    notes: [
      "deploy.yml:1 Kamal 1 built for amd64 and arm64 unless told otherwise.",
      "deploy.yml:3 No port was given: Kamal 1 checked the app on 3000, Kamal 2",
      "deploy.yml:11 A hook does this now. Write an executable",
    ],
  },
};
