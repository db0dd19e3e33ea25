import { acceptedAsInRuby } from "./accepted-as-in-ruby.ts";
import { acceptedInSections } from "./accepted-in-sections.ts";

/** What the first lines of a file mean: the part of the config that they decide. */
export const accepted: Readonly<Record<string, readonly [lines: string, config: object]>> = {
  "nothing beyond what every file needs": [
    "",
    {
      service: "shop",
      destination: undefined,
      image: "acme/shop",
      primaryRole: "web",
      primaryHost: "1.1.1.1",
      retainContainers: 5,
      readinessDelay: 7,
      deployTimeout: 30,
      drainTimeout: 30,
      stopTimeout: undefined,
      hooksPath: ".kamal/hooks",
      secretsPath: ".kamal/secrets",
      landfall: { engine: "kamal-proxy", proxyImage: undefined },
      ssh: { user: "root", port: 22, config: true, forwardAgent: true, maxConcurrentStarts: 30 },
      boot: { limit: undefined, wait: 0, parallelRoles: false },
    },
  ],
  "an image that is a number": ["image: 37", { image: "37" }],
  "a registry server": [
    "registry: {server: ghcr.io, username: me, password: [T]}",
    { image: "ghcr.io/acme/shop", registry: { server: "ghcr.io", local: false } },
  ],
  "credentials, literal and secret": [
    "registry: {username: [USER], password: plain}",
    { registry: { username: { secret: "USER" }, password: { literal: "plain" } } },
  ],
  "a local registry without credentials or image": [
    "registry: {server: 'localhost:5555'}\nimage: shop",
    { image: "localhost:5555/shop", registry: { local: true, username: undefined, password: undefined } },
  ],
  "GitHub's registry without credentials": [
    "registry: {server: ghcr.io}",
    { registry: { server: "ghcr.io", username: undefined, password: undefined } },
  ],
  "root keys of the user's own": ["x-anything: {a: [1, {b: null}]}", { service: "shop" }],
  "a run directory, which has no effect": ["run_directory: /etc/kamal", { service: "shop" }],
  "a minimum version of today": ["minimum_version: 2.12.0", { service: "shop" }],
  "a minimum version that YAML reads as a float": ["minimum_version: 2.0", { service: "shop" }],
  paths: [
    "hooks_path: hooks\nsecrets_path: conf/secrets\nerror_pages_path: public",
    { hooksPath: "hooks", secretsPath: "conf/secrets", errorPagesPath: "public" },
  ],
  times: [
    "readiness_delay: 1\ndeploy_timeout: 2\ndrain_timeout: 3\nstop_timeout: 4",
    { readinessDelay: 1, deployTimeout: 2, drainTimeout: 3, stopTimeout: 4, roles: [{ stopTimeout: 4 }] },
  ],
  "hook output as a symbol": ["hooks_output: :quiet", { hooksOutput: "quiet" }],
  "hook output by hook": [
    "hooks_output:\n  pre-deploy: :verbose\n  pre-build: quiet",
    { hooksOutput: { "pre-deploy": "verbose", "pre-build": "quiet" } },
  ],
  output: [
    "output: {otel: {endpoint: 'http://o:4318'}, file: {path: log}}",
    { output: { otelEndpoint: "http://o:4318", filePath: "log" } },
  ],
  aliases: ["aliases: {console: app exec -i bash}", { aliases: { console: "app exec -i bash" } }],

  "hosts with tags": [
    "servers:\n  - 1.1.1.1\n  - 1.1.1.2: a\n  - 1.1.1.3: [a, b]",
    {
      roles: [
        {
          name: "web",
          hosts: [
            { host: "1.1.1.1", tags: [] },
            { host: "1.1.1.2", tags: ["a"] },
            { host: "1.1.1.3", tags: ["a", "b"] },
          ],
        },
      ],
    },
  ],
  "a host that stands twice": ["servers: [b, a, b: x]", { roles: [{ hosts: [{ host: "b", tags: ["x"] }, { host: "a" }] }] }],
  "IPv6 hosts": ['servers: ["2001:db8::1"]', { primaryHost: "2001:db8::1" }],
  "roles by name, the primary one first": [
    "servers: {web: [w], api: [a], jobs: [j]}\nprimary_role: jobs",
    { primaryRole: "jobs", primaryHost: "j", roles: [{ name: "jobs" }, { name: "api" }, { name: "web" }] },
  ],
  "empty roles, when they are allowed": [
    "servers: {web: [w], jobs: []}\nallow_empty_roles: true",
    { roles: [{ name: "web" }, { name: "jobs", hosts: [] }] },
  ],
  "a role in full": [
    `servers:
  web: [w]
  jobs:
    hosts: [j]
    cmd: bin/jobs --queue "$QUEUE"
    stop_timeout: 60
    options: {memory: 2g, cpus: 0.5, init: true, rm: false, cap-add: [A, B], name: , restart: on-failure:3}
    labels: {a: 1}
    asset_path: /app/assets:ro
labels: {a: 0, b: 2}
asset_path: /rails/public`,
    {
      roles: [
        {
          name: "web",
          restart: "unless-stopped",
          options: {},
          labels: { a: "0", b: "2" },
          assetPath: "/rails/public",
          cmd: undefined,
        },
        {
          name: "jobs",
          cmd: 'bin/jobs --queue "$QUEUE"',
          stopTimeout: 60,
          restart: "on-failure:3",
          options: { memory: "2g", cpus: "0.5", init: true, rm: "false", "cap-add": ["A", "B"], name: "" },
          labels: { a: "1", b: "2" },
          assetPath: "/app/assets:ro",
          proxy: undefined,
        },
      ],
    },
  ],
  "roles that are proxied, and not": [
    "servers: {web: {hosts: [w], proxy: false}, api: {hosts: [a], proxy: true}, jobs: [j]}",
    {
      roles: [
        { name: "web", proxy: undefined },
        { name: "api", proxy: { appPort: 80 } },
        { name: "jobs", proxy: undefined },
      ],
    },
  ],

  "a plain env": [
    "env: {A: text, B: 1, C: true, D: 0.5, E: 1.0, F: yes, G: '', H: ' '}",
    {
      roles: [
        {
          env: {
            clear: { A: "text", B: "1", C: "true", D: "0.5", E: "1.0", F: "true", G: undefined, H: undefined },
            secrets: [],
          },
        },
      ],
    },
  ],
  "an env with secrets": [
    "env: {clear: {A: b}, secret: [C, D:E]}",
    {
      roles: [
        {
          env: {
            clear: { A: "b" },
            secrets: [
              { name: "C", secret: "C" },
              { name: "D", secret: "E" },
            ],
          },
        },
      ],
    },
  ],
  "an env with tags": [
    "servers: [h: [t]]\nenv: {tags: {t: {A: 1}, u: {secret: [B]}}}",
    { envTags: { t: { clear: { A: "1" }, secrets: [] }, u: { clear: {}, secrets: [{ name: "B", secret: "B" }] } } },
  ],
  "a role's env over the root's": [
    "servers: {web: {hosts: [w], env: {clear: {A: 2}, secret: [S:T, U]}}}\nenv: {clear: {A: 1, B: 1}, secret: [S]}",
    {
      roles: [
        {
          env: {
            clear: { A: "2", B: "1" },
            secrets: [
              { name: "S", secret: "S" },
              { name: "S", secret: "T" },
              { name: "U", secret: "U" },
            ],
          },
        },
      ],
    },
  ],

  "a builder in full": [
    `builder:
  arch: [amd64, arm64]
  remote: ssh://b
  local: false
  driver: cloud acme/builder
  context: .
  dockerfile: Dockerfile.production
  target: app
  args: {A: 1, B: true, C: }
  secrets: [S]
  ssh: default
  provenance: mode=max
  sbom: true
  cache: {type: registry, options: mode=max, image: cache}`,
    {
      builder: {
        arch: ["amd64", "arm64"],
        remote: "ssh://b",
        local: false,
        driver: "cloud acme/builder",
        context: ".",
        dockerfile: "Dockerfile.production",
        target: "app",
        args: { A: "1", B: "true", C: "" },
        secrets: ["S"],
        ssh: "default",
        provenance: "mode=max",
        sbom: "true",
        cache: { type: "registry", options: "mode=max", image: "cache" },
        pack: undefined,
      },
    },
  ],
  ...acceptedInSections,
  ...acceptedAsInRuby,
};
