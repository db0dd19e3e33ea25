import type { MigrationCase } from "../migration-case.ts";

/** Bases with the files of their destinations. */
export const ofDestinations: Readonly<Record<string, MigrationCase>> = {
  "each destination keeps what is its own": {
    before: {
      "deploy.yml": `service: pier
image: acme/pier
servers:
  web:
    hosts:
      - 203.0.113.1
    labels:
      traefik.http.routers.pier.rule: Host(\`pier.example\`)
registry:
  username: acme
  password:
    - KAMAL_REGISTRY_PASSWORD
healthcheck:
  path: /up
  port: 3000
builder:
  multiarch: false
`,
      "deploy.staging.yml": `# Staging is smaller
servers:
  web:
    hosts:
      - 203.0.113.9
    labels:
      traefik.http.routers.pier.rule: Host(\`staging.pier.example\`)
healthcheck:
  port: 4000
env:
  clear:
    RAILS_ENV: staging
`,
    },
    after: {
      "deploy.yml": `service: pier
image: acme/pier
servers:
  web:
    hosts:
      - 203.0.113.1
registry:
  username: acme
  password:
    - KAMAL_REGISTRY_PASSWORD
proxy:
  host: pier.example
  app_port: 3000
  healthcheck:
    path: /up
builder:
  arch: amd64
`,
      "deploy.staging.yml": `# Staging is smaller
servers:
  web:
    hosts:
      - 203.0.113.9
proxy:
  host: staging.pier.example
  app_port: 4000
env:
  clear:
    RAILS_ENV: staging
`,
    },
    notes: ["deploy.yml:16 Without multiarch, Kamal 1 built for the machine it ran on."],
  },
  "a destination that says nothing of Kamal 1 stays as it is": {
    before: {
      "deploy.yml": `service: pier
image: acme/pier
registry:
  username: acme
  password:
    - KAMAL_REGISTRY_PASSWORD
require_destination: true
stop_wait_time: 15
`,
      "deploy.production.yml": `servers:
  - 203.0.113.1
`,
    },
    after: {
      "deploy.yml": `service: pier
image: acme/pier
registry:
  username: acme
  password:
    - KAMAL_REGISTRY_PASSWORD
require_destination: true
drain_timeout: 15
proxy:
  app_port: 3000
builder:
  arch: [amd64, arm64]
`,
    },
    notes: [
      "deploy.yml:1 No port was given: Kamal 1 checked the app on 3000, Kamal 2",
      "deploy.yml:1 Kamal 1 built for amd64 and arm64 unless told otherwise.",
      "deploy.yml:8 drain_timeout is how long requests may take to end, and",
    ],
  },
  "a destination that builds elsewhere says so in Kamal 2's words": {
    before: {
      "deploy.yml": `service: pier
image: acme/pier
servers: [203.0.113.1]
registry: { username: acme, password: [KAMAL_REGISTRY_PASSWORD] }
healthcheck: { port: 8000 }
builder:
  local:
    arch: amd64
`,
      "deploy.ci.yml": `builder:
  remote:
    arch: arm64
    host: ssh://build@203.0.113.8
  local:
    arch: amd64
`,
    },
    after: {
      "deploy.yml": `service: pier
image: acme/pier
servers: [203.0.113.1]
registry: { username: acme, password: [KAMAL_REGISTRY_PASSWORD] }
proxy:
  app_port: 8000
builder:
  arch: amd64
`,
      "deploy.ci.yml": `builder:
  arch: [amd64, arm64]
  remote: ssh://build@203.0.113.8
`,
    },
    notes: [],
  },
  "certificates that the base sets up belong to each destination's host": {
    before: {
      "deploy.yml": `service: pier
image: acme/pier
registry: { username: acme, password: [KAMAL_REGISTRY_PASSWORD] }
require_destination: true
builder: { multiarch: false }
traefik:
  args:
    entryPoints.web.http.redirections.entryPoint.to: websecure
    certificatesResolvers.le.acme.email: ops@pier.example
`,
      "deploy.staging.yml": `servers:
  web:
    hosts: [203.0.113.9]
    labels:
      traefik.http.routers.pier.rule: Host(\`staging.pier.example\`)
`,
    },
    after: {
      "deploy.yml": `service: pier
image: acme/pier
registry: { username: acme, password: [KAMAL_REGISTRY_PASSWORD] }
require_destination: true
builder: { arch: amd64 }
proxy:
  app_port: 3000
`,
      "deploy.staging.yml": `servers:
  web:
    hosts: [203.0.113.9]
proxy:
  host: staging.pier.example
  ssl: true
`,
    },
    notes: [
      "deploy.yml:5 Without multiarch, Kamal 1 built for the machine it ran on.",
      "deploy.yml:6 No port was given: Kamal 1 checked the app on 3000, Kamal 2",
    ],
  },
};
