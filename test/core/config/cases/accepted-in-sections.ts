/** More of the same, for what stands in sections of its own. */
export const acceptedInSections: Readonly<Record<string, readonly [lines: string, config: object]>> = {
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
  "a proxy that listens on none of the server's addresses": [
    "proxy: {run: {bind_ips: []}}",
    { roles: [{ proxy: { run: { publish: false, bindIps: [] } } }] },
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
};
