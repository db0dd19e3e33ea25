import type { MigrationCase } from "../migration-case.ts";

const windows = (text: string): string => text.replaceAll("\n", "\r\n");

/** Where images were built, and how files are laid out. */
export const ofBuilders: Readonly<Record<string, MigrationCase>> = {
  "a remote builder beside this machine builds the architecture that this one lacks": {
    before: {
      "deploy.yml": `service: crane
image: acme/crane
servers: [198.51.100.1]
registry: {username: acme, password: [KAMAL_REGISTRY_PASSWORD]}
builder:
  # the laptop
  local:
    arch: arm64
    host: unix:///Users/<%= \`whoami\`.strip %>/.docker/run/docker.sock
  # the big one
  remote:
    arch: amd64
    host: "ssh://root@198.51.100.9" # in the cellar
  cache:
    type: registry
    options: mode=max
`,
    },
    after: {
      "deploy.yml": `service: crane
image: acme/crane
servers: [198.51.100.1]
proxy:
  app_port: 3000
registry: {username: acme, password: [KAMAL_REGISTRY_PASSWORD]}
builder:
  # the laptop
  arch: [arm64, amd64]
  # the big one
  remote: "ssh://root@198.51.100.9" # in the cellar
  cache:
    type: registry
    options: mode=max
`,
    },
    notes: [
      "deploy.yml:3 No port was given: Kamal 1 checked the app on 3000, Kamal 2",
      "deploy.yml:9 Builds on this machine use Docker as the docker command",
    ],
  },
  "a builder that only says how to build gets both architectures, as before": {
    before: {
      "deploy.yml": `service: crane
image: acme/crane
servers:
  - 198.51.100.1

registry:
  username: acme
  password:
    - KAMAL_REGISTRY_PASSWORD

builder:
    dockerfile: "../Dockerfile.xyz"
    context: ".."
    secrets:
        - GITHUB_TOKEN
`,
    },
    after: {
      "deploy.yml": `service: crane
image: acme/crane
servers:
  - 198.51.100.1

proxy:
  app_port: 3000

registry:
  username: acme
  password:
    - KAMAL_REGISTRY_PASSWORD

builder:
    dockerfile: "../Dockerfile.xyz"
    context: ".."
    secrets:
        - GITHUB_TOKEN
    arch: [amd64, arm64]
`,
    },
    notes: [
      "deploy.yml:3 No port was given: Kamal 1 checked the app on 3000, Kamal 2",
      "deploy.yml:11 Kamal 1 built for amd64 and arm64 unless told otherwise.",
    ],
  },
  "line breaks of Windows stay": {
    before: {
      "deploy.yml": windows(`service: crane
image: acme/crane
servers:
  - 198.51.100.1

registry:
  username: acme
  password:
    - KAMAL_REGISTRY_PASSWORD

builder:
  multiarch: false

healthcheck:
  path: /ping
  port: 9292
`),
    },
    after: {
      "deploy.yml": windows(`service: crane
image: acme/crane
servers:
  - 198.51.100.1

registry:
  username: acme
  password:
    - KAMAL_REGISTRY_PASSWORD

builder:
  arch: amd64

proxy:
  app_port: 9292
  healthcheck:
    path: /ping
`),
    },
    notes: ["deploy.yml:11 Without multiarch, Kamal 1 built for the machine it ran on."],
  },
  "settings come behind comments that belong to the servers": {
    before: {
      "deploy.yml": `service: crane
image: acme/crane

servers:
  web:
    - 198.51.100.1
  # job:
  #   hosts:
  #     - 198.51.100.1
  #   cmd: bin/jobs

registry:
  username: acme
  password:
    - KAMAL_REGISTRY_PASSWORD

# builder:
#   multiarch: false
`,
    },
    after: {
      "deploy.yml": `service: crane
image: acme/crane

servers:
  web:
    - 198.51.100.1
  # job:
  #   hosts:
  #     - 198.51.100.1
  #   cmd: bin/jobs

proxy:
  app_port: 3000

registry:
  username: acme
  password:
    - KAMAL_REGISTRY_PASSWORD

builder:
  arch: [amd64, arm64]

# builder:
#   multiarch: false
`,
    },
    notes: [
      "deploy.yml:1 Kamal 1 built for amd64 and arm64 unless told otherwise.",
      "deploy.yml:4 No port was given: Kamal 1 checked the app on 3000, Kamal 2",
    ],
  },
};
