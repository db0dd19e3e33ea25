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
  buildpacks: [
    "builder: {arch: [amd64], pack: {builder: b, buildpacks: [x, y]}}",
    { builder: { pack: { builder: "b", buildpacks: ["x", "y"] } } },
  ],

  "a proxy in full": [
    `proxy:
  hosts: [a.com, b.com]
  app_port: 3000
  ssl: {certificate_pem: C, private_key_pem: K}
  ssl_redirect: false
  forward_headers: true
  response_timeout: 10
  path_prefixes: [/api]
  strip_path_prefix: false
  healthcheck: {interval: 3, path: /health, timeout: 4}
  buffering: {requests: false, responses: true, max_request_body: 40_000_000, max_response_body: 0, memory: 2_000_000}
  logging: {request_headers: [X-A], response_headers: [X-B]}
  run: {http_port: 81, https_port: 444, metrics_port: 9090, debug: true, log_max_size: 30m, bind_ips: [127.0.0.1], registry: r, repository: p, version: v1, options: {cpus: 0.5}}`,
    {
      roles: [
        {
          proxy: {
            hosts: ["a.com", "b.com"],
            appPort: 3000,
            ssl: true,
            certificate: { certificatePem: "C", privateKeyPem: "K" },
            sslRedirect: false,
            forwardHeaders: true,
            responseTimeout: 10,
            pathPrefixes: ["/api"],
            stripPathPrefix: false,
            healthcheck: { interval: 3, path: "/health", timeout: 4 },
            buffering: { requests: false, responses: true, maxRequestBody: 40_000_000, maxResponseBody: 0, memory: 2_000_000 },
            logging: { requestHeaders: ["X-A"], responseHeaders: ["X-B"] },
            run: {
              httpPort: 81,
              httpsPort: 444,
              metricsPort: 9090,
              debug: true,
              logMaxSize: "30m",
              publish: true,
              bindIps: ["127.0.0.1"],
              registry: "r",
              repository: "p",
              version: "v1",
              options: { cpus: "0.5" },
            },
          },
        },
      ],
    },
  ],
  "hosts and prefixes with commas": [
    "proxy: {host: 'a.com,b.com', path_prefix: '/a,/b'}",
    { roles: [{ proxy: { hosts: ["a.com", "b.com"], pathPrefixes: ["/a", "/b"] } }] },
  ],
  "a role's proxy over the root's": [
    "servers: {web: {hosts: [w], proxy: {host: b.com, healthcheck: {path: /b}}}}\nproxy: {host: a.com, app_port: 3000, healthcheck: {path: /a, timeout: 9}}",
    { roles: [{ proxy: { hosts: ["b.com"], appPort: 3000, healthcheck: { path: "/b", timeout: 9, interval: undefined } } }] },
  ],
  "an own certificate on two servers": [
    "servers: [a, b]\nproxy: {host: a.com, ssl: {certificate_pem: C, private_key_pem: K}}",
    { roles: [{ proxy: { ssl: true } }] },
  ],
  "the same SSL host within one role's server": [
    "proxy: {host: a.com, ssl: true}",
    { roles: [{ proxy: { ssl: true, certificate: undefined } }] },
  ],

  "logging, root and role together": [
    "servers: {web: {hosts: [w], logging: {options: {max-size: 5m}}}, jobs: [j]}\nlogging: {driver: local, options: {max-file: 3}}",
    {
      roles: [
        { name: "web", logging: { driver: "local", options: { "max-size": "5m", "max-file": "3" } } },
        { name: "jobs", logging: { driver: "local", options: { "max-file": "3" } } },
      ],
    },
  ],
  "logging without settings": ["logging: {}", { roles: [{ logging: { driver: undefined, options: { "max-size": "10m" } } }] }],

  "ssh in full": [
    `ssh: {user: app, port: "2222", proxy: jump, proxy_command: x, log_level: debug, keys_only: true, keys: [k], key_data: [K], config: false, forward_agent: false}
sshkit: {max_concurrent_starts: 10, pool_idle_timeout: 300, dns_retries: 1}`,
    {
      ssh: {
        user: "app",
        port: 2222,
        proxy: "root@jump",
        proxyCommand: undefined,
        keysOnly: true,
        keys: ["k"],
        keyData: ["K"],
        config: false,
        forwardAgent: false,
        maxConcurrentStarts: 10,
      },
    },
  ],
  "an ssh config file": ["ssh: {config: my_config}", { ssh: { config: ["my_config"] } }],
  "a proxy command": ["ssh: {proxy_command: ssh -W %h:%p b}", { ssh: { proxyCommand: "ssh -W %h:%p b", proxy: undefined } }],
  "a percentage of hosts at once": [
    "boot: {limit: 25%, wait: 2, parallel_roles: true}",
    { boot: { limit: { percent: 25 }, wait: 2, parallelRoles: true } },
  ],
  "a number of hosts at once": ["boot: {limit: 3}", { boot: { limit: { hosts: 3 } } }],

  "an accessory in full": [
    `accessories:
  db:
    service: database
    image: mysql:8.0
    registry: {server: r.io, username: u, password: [P]}
    hosts: [d1, d2]
    cmd: mysqld
    port: "127.0.0.1:3306:3306"
    labels: {a: b}
    options: {restart: always, cpus: 2}
    env: {clear: {A: 1}, secret: [S]}
    files:
      - config/my.cnf.erb:/etc/mysql/my.cnf
      - config/certs:/etc/certs:ro,Z
      - {local: k, remote: /k, mode: "0600", owner: "mysql:mysql", options: Z}
    directories:
      - data:/var/lib/mysql
    volumes: ["/a:/b"]
    network: custom
    proxy: {host: db.com}`,
    {
      accessories: [
        {
          name: "db",
          service: "database",
          image: "r.io/mysql:8.0",
          registry: { server: "r.io" },
          hosts: [{ host: "d1" }, { host: "d2" }],
          cmd: "mysqld",
          port: "127.0.0.1:3306:3306",
          network: "custom",
          restart: "always",
          labels: { a: "b" },
          options: { cpus: "2" },
          env: { clear: { A: "1" }, secrets: [{ name: "S", secret: "S" }] },
          logging: { options: { "max-size": "10m" } },
          volumes: ["/a:/b"],
          files: [
            { local: "config/my.cnf.erb", remote: "/etc/mysql/my.cnf", mode: "755", owner: undefined, options: undefined },
            { local: "config/certs", remote: "/etc/certs", mode: "755", options: "ro,Z" },
            { local: "k", remote: "/k", mode: "0600", owner: "mysql:mysql", options: "Z" },
          ],
          directories: [{ local: "data", remote: "/var/lib/mysql", mode: undefined }],
          proxy: { hosts: ["db.com"] },
        },
      ],
    },
  ],
  "a small accessory": [
    "accessories: {cache: {image: redis, host: c, port: 6379, proxy: false}}",
    {
      accessories: [{ service: "shop-cache", port: "6379:6379", network: "kamal", restart: "unless-stopped", proxy: undefined }],
    },
  ],
  "accessories on roles and tags": [
    "servers: {web: [w, x: [t]], jobs: [x, j]}\naccessories: {a: {image: i, roles: [web, jobs]}, b: {image: i, role: jobs}, c: {image: i, tag: t}}",
    {
      accessories: [
        { name: "a", hosts: [{ host: "w" }, { host: "x" }, { host: "j" }] },
        { name: "b", hosts: [{ host: "x" }, { host: "j" }] },
        { name: "c", hosts: [{ host: "x" }] },
      ],
    },
  ],

  "another engine": [
    "x-landfall: {proxy: {engine: caddy, image: caddy:2.11}}",
    { landfall: { engine: "caddy", proxyImage: "caddy:2.11" } },
  ],
};
