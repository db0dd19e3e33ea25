import type { MigrationCase } from "../migration-case.ts";

/** Health checks of roles that receive no requests. */
export const ofHealthchecks: Readonly<Record<string, MigrationCase>> = {
  "an app without Traefik gets no proxy, and Docker's health check stays": {
    before: {
      "deploy.yml": `service: digger
image: acme/digger
servers:
  web:
    traefik: false
    hosts:
      - 192.0.2.20
    healthcheck:
      cmd: /bin/check --fast
      interval: 20s
      port: 80
registry:
  username: acme
  password:
    - KAMAL_REGISTRY_PASSWORD
healthcheck:
  path: /up
builder:
  multiarch: false
`,
    },
    after: {
      "deploy.yml": `service: digger
image: acme/digger
servers:
  web:
    proxy: false
    hosts:
      - 192.0.2.20
    options:
      health-cmd: /bin/check --fast
      health-interval: 20s
registry:
  username: acme
  password:
    - KAMAL_REGISTRY_PASSWORD
builder:
  arch: amd64
`,
    },
    notes: [
      "deploy.yml:16 No role receives requests from a proxy, so this had no effect.",
      "deploy.yml:18 Without multiarch, Kamal 1 built for the machine it ran on.",
    ],
  },
  "a worker's health check by path is a command for Docker": {
    before: {
      "deploy.yml": `service: digger
image: acme/digger
servers:
  web:
    - 192.0.2.20
  worker:
    hosts: [192.0.2.21]
    options:
      memory: 2g
      network: private
    healthcheck:
      path: /alive
      max_attempts: 20
registry:
  username: acme
  password:
    - KAMAL_REGISTRY_PASSWORD
healthcheck:
  cmd: "curl -f http://localhost/up"
  log_lines: 400
builder:
  multiarch: false
`,
    },
    after: {
      "deploy.yml": `service: digger
image: acme/digger
servers:
  web:
    - 192.0.2.20
  worker:
    hosts: [192.0.2.21]
    options:
      memory: 2g
      network: private
      health-cmd: 'curl -f http://localhost:3000/alive || exit 1'
      health-interval: 1s
registry:
  username: acme
  password:
    - KAMAL_REGISTRY_PASSWORD
proxy:
  app_port: 3000
deploy_timeout: 210
builder:
  arch: amd64
`,
    },
    notes: [
      "deploy.yml:10 All containers are in the network kamal now, where they",
      "deploy.yml:13 20 attempts took up to 210 seconds, so deploy_timeout is",
      "deploy.yml:18 No port was given: Kamal 1 checked the app on 3000, Kamal 2",
      "deploy.yml:19 The proxy asks for a path and looks for a status of 200; a",
      "deploy.yml:20 How many lines of a failing container are shown is not a",
      "deploy.yml:21 Without multiarch, Kamal 1 built for the machine it ran on.",
    ],
  },
  "a primary role of another name is the one that receives requests": {
    before: {
      "deploy.yml": `service: digger
image: acme/digger
primary_role: app
servers:
  app:
    hosts: [192.0.2.20]
    healthcheck:
      path: /app/up
      port: 9000
  web:
    hosts: [192.0.2.21]
    labels:
      traefik.enable: "false"
      traefik.http.routers.old.rule: Host(\`old.example\`)
registry:
  username: acme
  password: [KAMAL_REGISTRY_PASSWORD]
healthcheck:
  path: /up
  interval: 2m
builder:
  local: {arch: amd64}
`,
    },
    after: {
      "deploy.yml": `service: digger
image: acme/digger
primary_role: app
servers:
  app:
    hosts: [192.0.2.20]
  web:
    hosts: [192.0.2.21]
registry:
  username: acme
  password: [KAMAL_REGISTRY_PASSWORD]
proxy:
  app_port: 9000
  healthcheck:
    path: /app/up
    interval: 120
builder:
  arch: amd64
`,
    },
    notes: ["deploy.yml:14 The role web receives no requests from the proxy, so Traefik's labels are gone."],
  },
};
