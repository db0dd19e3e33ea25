import type { MigrationCase } from "../migration-case.ts";

/** Routers' rules of Traefik. */
export const ofRules: Readonly<Record<string, MigrationCase>> = {
  "a rule that the proxy cannot follow is told, and no host is made up": {
    before: {
      "deploy.yml": `service: atlas
image: acme/atlas
servers:
  - 192.0.2.10
labels:
  traefik.http.routers.atlas.rule: HostRegexp(\`{sub:[a-z]+}.atlas.example\`) && Headers(\`X-Beta\`, \`1\`)
  traefik.http.middlewares.auth.basicauth.users: "ann:$apr1$x"
  traefik.http.middlewares.limit.buffering.maxRequestBodyBytes: 5000000
registry:
  username: acme
  password: [KAMAL_REGISTRY_PASSWORD]
builder:
  local:
    arch: arm64
`,
    },
    after: {
      "deploy.yml": `service: atlas
image: acme/atlas
servers:
  - 192.0.2.10
proxy:
  buffering:
    max_request_body: 5000000
  app_port: 3000
registry:
  username: acme
  password: [KAMAL_REGISTRY_PASSWORD]
builder:
  arch: arm64
`,
    },
    notes: [
      "deploy.yml:3 No port was given: Kamal 1 checked the app on 3000, Kamal 2",
      "deploy.yml:6 kamal-proxy goes by hosts and path prefixes only, so this",
      "deploy.yml:7 traefik.http.middlewares.auth.basicauth.users has no",
    ],
  },
  "path prefixes go on, with or without being taken off": {
    before: {
      "deploy.yml": `service: atlas-api
image: acme/atlas-api
servers:
  web:
    hosts: [192.0.2.10]
    labels:
      traefik.http.routers.api.rule: Host(\`atlas.example\`) && (PathPrefix(\`/api\`) || PathPrefix(\`/hooks\`))
      traefik.http.routers.api.priority: 10
registry: { server: ghcr.io, username: acme, password: [KAMAL_REGISTRY_PASSWORD] }
builder:
  remote:
    arch: amd64
    host: ssh://root@192.0.2.9
`,
    },
    after: {
      "deploy.yml": `service: atlas-api
image: acme/atlas-api
servers:
  web:
    hosts: [192.0.2.10]
proxy:
  host: atlas.example
  path_prefixes:
    - /api
    - /hooks
  strip_path_prefix: false
  app_port: 3000
registry: { server: ghcr.io, username: acme, password: [KAMAL_REGISTRY_PASSWORD] }
builder:
  arch: amd64
  remote: ssh://root@192.0.2.9
  local: false
`,
    },
    notes: ["deploy.yml:3 No port was given: Kamal 1 checked the app on 3000, Kamal 2"],
  },
  "a prefix that Traefik took off is taken off by the proxy": {
    before: {
      "deploy.yml": `service: atlas-api
image: acme/atlas-api
servers:
  - 192.0.2.10
labels:
  traefik.http.routers.api.rule: PathPrefix(\`/api\`)
  traefik.http.routers.api.middlewares: api-strip@docker
  traefik.http.middlewares.api-strip.stripprefix.prefixes: /api
registry: { server: ghcr.io, username: acme, password: [KAMAL_REGISTRY_PASSWORD] }
builder: { multiarch: true }
healthcheck: { path: /api/up, port: "8000", interval: 5s }
`,
    },
    after: {
      "deploy.yml": `service: atlas-api
image: acme/atlas-api
servers:
  - 192.0.2.10
registry: { server: ghcr.io, username: acme, password: [KAMAL_REGISTRY_PASSWORD] }
builder: { arch: [amd64, arm64] }
proxy:
  path_prefix: /api
  app_port: 8000
  healthcheck:
    path: /api/up
    interval: 5
`,
    },
    notes: ["deploy.yml:10 Kamal 1 built for amd64 and arm64 unless told otherwise."],
  },
  "a wildcard is kept, and told to have no certificate": {
    before: {
      "deploy.yml": `service: atlas
image: acme/atlas
servers:
  web:
    hosts:
      - &host 192.0.2.10
    labels:
      traefik.http.routers.atlas.rule: HostRegexp(\`{subdomain:[a-z0-9-]+}.atlas.example\`)  || Host(\`atlas.example\`)
      traefik.http.routers.atlas.tls.certresolver: letsencrypt
      traefik.http.routers.atlas.tls.domains[0].main: "atlas.example"
      traefik.http.routers.atlas.tls.domains[0].sans: "*.atlas.example"
registry:
  username: acme
  password:
    - KAMAL_REGISTRY_PASSWORD
traefik:
  args:
    entryPoints.web.forwardedHeaders.trustedIPs:
      - 10.0.0.0/16
builder:
  multiarch: false
accessories:
  db:
    image: postgres:16
    host: *host
`,
    },
    after: {
      "deploy.yml": `service: atlas
image: acme/atlas
servers:
  web:
    hosts:
      - &host 192.0.2.10
registry:
  username: acme
  password:
    - KAMAL_REGISTRY_PASSWORD
proxy:
  hosts:
    - '*.atlas.example'
    - atlas.example
  app_port: 3000
  forward_headers: true
builder:
  arch: amd64
accessories:
  db:
    image: postgres:16
    host: *host
`,
    },
    notes: [
      "deploy.yml:8 kamal-proxy gets no certificates for wildcards itself.",
      "deploy.yml:16 No port was given",
      "deploy.yml:20 Without multiarch",
    ],
  },
};
