import type { MigrationCase } from "../migration-case.ts";

/** Traefik's own container. */
export const ofTraefik: Readonly<Record<string, MigrationCase>> = {
  "how Traefik's container ran is how kamal-proxy's runs, where it can": {
    before: {
      "deploy.yml": `service: atlas
image: acme/atlas
servers:
  - 192.0.2.10
registry:
  username: acme
  password: [KAMAL_REGISTRY_PASSWORD]
traefik:
  image: traefik:v2.11
  host_port: "8080"
  labels:
    traefik.http.routers.catchall.rule: PathPrefix(\`/\`)
  args:
    entryPoints.http.address: ":80"
    entryPoints.http.forwardedHeaders.insecure: true
    accesslog: true
    accesslog.format: json
    metrics.prometheus: true
    api.dashboard: true
  options:
    cpus: 2
    network: edge
    publish:
      - 8443:443
  env:
    clear:
      CF_TOKEN: abc
builder:
  multiarch: false
`,
    },
    after: {
      "deploy.yml": `service: atlas
image: acme/atlas
servers:
  - 192.0.2.10
registry:
  username: acme
  password: [KAMAL_REGISTRY_PASSWORD]
proxy:
  app_port: 3000
  run:
    http_port: 8080
    options:
      cpus: 2
    https_port: 8443
  forward_headers: true
builder:
  arch: amd64
`,
    },
    notes: [
      "deploy.yml:8 No port was given: Kamal 1 checked the app on 3000, Kamal 2",
      "deploy.yml:9 Traefik's image is gone. `proxy.run.version` says which",
      "deploy.yml:11 Traefik's `labels` has no counterpart in kamal-proxy.",
      "deploy.yml:17 kamal-proxy writes a line of JSON for each request, and has",
      "deploy.yml:18 `proxy.run.metrics_port` opens kamal-proxy's metrics for",
      "deploy.yml:19 kamal-proxy has no dashboard.",
      "deploy.yml:22 Traefik's container had the option network; kamal-proxy's",
      "deploy.yml:25 Traefik's `env` has no counterpart in kamal-proxy.",
      "deploy.yml:28 Without multiarch, Kamal 1 built for the machine it ran on.",
    ],
  },
  "a proxy that is not published stays so": {
    before: {
      "deploy.yml": `service: atlas
image: acme/atlas
servers: {web: {hosts: [192.0.2.10], traefik: true}}
registry: {username: acme, password: [KAMAL_REGISTRY_PASSWORD]}
traefik: {publish: false, host_port: 8080}
run_directory: /etc/kamal
builder: {multiarch: false, dockerfile: Dockerfile.production}
`,
    },
    after: {
      "deploy.yml": `service: atlas
image: acme/atlas
servers: {web: {hosts: [192.0.2.10], proxy: true}}
registry: {username: acme, password: [KAMAL_REGISTRY_PASSWORD]}
proxy:
  app_port: 3000
  run:
    publish: false
builder: {dockerfile: Dockerfile.production, arch: amd64}
`,
    },
    notes: [
      "deploy.yml:5 No port was given: Kamal 1 checked the app on 3000, Kamal 2",
      "deploy.yml:6 Kamal 2 always keeps its files in .kamal of the login's",
      "deploy.yml:7 Without multiarch, Kamal 1 built for the machine it ran on.",
    ],
  },
  "what a file says for Kamal 2 already wins over what is left of Kamal 1": {
    before: {
      "deploy.yml": `service: atlas
image: acme/atlas
servers:
  web:
    hosts: [192.0.2.10]
    labels:
      traefik.http.routers.atlas.rule: Host(\`old.atlas.example\`)
proxy:
  host: atlas.example
  ssl: true
drain_timeout: 20
stop_wait_time: 30
registry:
  username: acme
  password: [KAMAL_REGISTRY_PASSWORD]
builder:
  arch: amd64
healthcheck:
  path: /up
  port: 3000
`,
    },
    after: {
      "deploy.yml": `service: atlas
image: acme/atlas
servers:
  web:
    hosts: [192.0.2.10]
proxy:
  host: atlas.example
  ssl: true
  app_port: 3000
  healthcheck:
    path: /up
drain_timeout: 20
registry:
  username: acme
  password: [KAMAL_REGISTRY_PASSWORD]
builder:
  arch: amd64
`,
    },
    notes: ["deploy.yml:12 drain_timeout is how long requests may take to end, and"],
  },
};
