import type { MigrationCase } from "../migration-case.ts";

/** Hosts and certificates of Traefik. */
export const ofHosts: Readonly<Record<string, MigrationCase>> = {
  "Let's Encrypt by Traefik is ssl of the proxy": {
    before: {
      "deploy.yml": `service: atlas
image: acme/atlas

servers:
  web:
    hosts:
      - 192.0.2.10
    labels:
      traefik.http.routers.atlas.rule: Host(\`atlas.example\`)
      traefik.http.routers.atlas_secure.entrypoints: websecure
      traefik.http.routers.atlas_secure.rule: Host(\`atlas.example\`)
      traefik.http.routers.atlas_secure.tls: true
      traefik.http.routers.atlas_secure.tls.certresolver: letsencrypt
    options:
      "add-host": host.docker.internal:host-gateway

registry:
  server: ghcr.io
  username: acme
  password:
    - KAMAL_REGISTRY_PASSWORD

builder:
  multiarch: false
  args:
    RUBY_VERSION: 3.3.0

# Configure custom arguments for Traefik
traefik:
  options:
    publish:
      - "443:443"
    volume:
      - "/letsencrypt/acme.json:/letsencrypt/acme.json"
  args:
    entryPoints.web.address: ":80"
    entryPoints.websecure.address: ":443"
    entryPoints.web.http.redirections.entryPoint.to: websecure
    entryPoints.web.http.redirections.entryPoint.scheme: https
    certificatesResolvers.letsencrypt.acme.email: "ops@atlas.example"
    certificatesResolvers.letsencrypt.acme.storage: "/letsencrypt/acme.json"
    certificatesResolvers.letsencrypt.acme.httpchallenge: true
    certificatesResolvers.letsencrypt.acme.httpchallenge.entrypoint: web

# Configure a custom healthcheck (default is /up on port 3000)
healthcheck:
  path: /healthz
  port: 4000
`,
    },
    after: {
      "deploy.yml": `service: atlas
image: acme/atlas

servers:
  web:
    hosts:
      - 192.0.2.10
    options:
      "add-host": host.docker.internal:host-gateway

registry:
  server: ghcr.io
  username: acme
  password:
    - KAMAL_REGISTRY_PASSWORD

builder:
  arch: amd64
  args:
    RUBY_VERSION: 3.3.0

# Configure custom arguments for Traefik
proxy:
  host: atlas.example
  ssl: true
  app_port: 4000
  healthcheck:
    path: /healthz

# Configure a custom healthcheck (default is /up on port 3000)
`,
    },
    notes: [
      "deploy.yml:23 Without multiarch, Kamal 1 built for the machine it ran on.",
      "deploy.yml:33 kamal-proxy keeps its certificates in a volume of its own;",
    ],
  },
  "certificates for several servers cannot come from the proxy": {
    before: {
      "deploy.yml": `service: atlas
image: acme/atlas
servers:
  web:
    hosts:
      - 192.0.2.10
      - 192.0.2.11
    labels:
      traefik.http.routers.atlas.rule: "Host(\`atlas.example\`, \`www.atlas.example\`)"
      traefik.http.routers.atlas.tls.certresolver: le
registry:
  username: acme
  password: [KAMAL_REGISTRY_PASSWORD]
builder: {multiarch: false, context: .}
traefik:
  args:
    certificatesResolvers.le.acme.dnschallenge.provider: cloudflare
`,
    },
    after: {
      "deploy.yml": `service: atlas
image: acme/atlas
servers:
  web:
    hosts:
      - 192.0.2.10
      - 192.0.2.11
registry:
  username: acme
  password: [KAMAL_REGISTRY_PASSWORD]
builder: {context: ., arch: amd64}
proxy:
  hosts:
    - atlas.example
    - www.atlas.example
  app_port: 3000
`,
    },
    notes: [
      "deploy.yml:9 kamal-proxy gets certificates itself only where one server",
      "deploy.yml:14 Without multiarch, Kamal 1 built for the machine it ran on.",
      "deploy.yml:15 No port was given: Kamal 1 checked the app on 3000, Kamal 2",
      "deploy.yml:17 kamal-proxy proves a host by HTTP only. For wildcards give",
    ],
  },
  "roles with hosts of their own keep them apart": {
    before: {
      "deploy.yml": `service: atlas
image: acme/atlas
servers:
  web:
    hosts:
      - 192.0.2.10
    labels:
      traefik.http.routers.web.rule: Host(\`atlas.example\`)
  admin:
    hosts:
      - 192.0.2.11
    traefik: true
    cmd: bin/admin
    labels:
      traefik.http.routers.admin.rule: Host(\`admin.atlas.example\`)
      tier: back
    healthcheck:
      path: /admin/up
      port: 5000
registry:
  username: acme
  password:
    - KAMAL_REGISTRY_PASSWORD
healthcheck:
  port: 3000
  max_attempts: 5
builder:
  multiarch: false
`,
    },
    after: {
      "deploy.yml": `service: atlas
image: acme/atlas
servers:
  web:
    hosts:
      - 192.0.2.10
    proxy:
      host: atlas.example
  admin:
    hosts:
      - 192.0.2.11
    proxy:
      host: admin.atlas.example
      app_port: 5000
      healthcheck:
        path: /admin/up
    cmd: bin/admin
    labels:
      tier: back
registry:
  username: acme
  password:
    - KAMAL_REGISTRY_PASSWORD
proxy:
  app_port: 3000
builder:
  arch: amd64
`,
    },
    notes: [
      "deploy.yml:26 max_attempts is gone: a container gets `deploy_timeout`",
      "deploy.yml:27 Without multiarch, Kamal 1 built for the machine it ran on.",
    ],
  },
};
