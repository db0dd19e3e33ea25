/** What Kamal makes of values because it is written in Ruby, asked of Kamal 2.12. */
export const acceptedAsInRuby: Readonly<Record<string, readonly [lines: string, config: object]>> = {
  "numbers as Ruby prints them": [
    "env: {A: 1e3, B: 1.0, C: 012, D: 0x1F, E: 1_000, F: 190:20:30, G: .inf, H: 12:30, I: 08, J: 1.50, K: 0o17}",
    {
      roles: [
        {
          env: {
            clear: {
              ...{ A: "1e3", B: "1.0", C: "10", D: "31", E: "1000", F: "685230", G: "Infinity", H: "45000", I: "08", J: "1.5" },
              K: "0o17",
            },
          },
        },
      ],
    },
  ],
  "words that are true or false": [
    "env: {A: yes, B: Off, C: y, D: 'yes', E: TRUE}",
    { roles: [{ env: { clear: { A: "true", B: "false", C: "y", D: "yes", E: "true" } } }] },
  ],
  "a flag within a list of options": [
    "servers: {web: {hosts: [h], options: {a: [true, b, false, 2]}}}",
    { roles: [{ options: { a: [true, "b", "false", "2"] } }] },
  ],
  "an empty list of options": ["servers: {web: {hosts: [h], options: {a: []}}}", { roles: [{ options: { a: [] } }] }],
  "a secret whose alias stands twice": [
    "env: {secret: [A:S1, B, A:S2]}",
    { roles: [{ env: { secrets: [{ name: "A", secret: "S1" }, { name: "B" }, { name: "A", secret: "S2" }] } }] },
  ],
  "a role that repeats one of the root's secrets, which then adds none": [
    "env: {secret: [A:S1, A:S2]}\nservers: {web: {hosts: [h], env: {secret: [A:S1]}}}",
    {
      roles: [
        {
          env: {
            secrets: [
              { name: "A", secret: "S1" },
              { name: "A", secret: "S2" },
            ],
          },
        },
      ],
    },
  ],
  "false, where it means that nothing is set": [
    `hooks_path: false
hooks_output: false
secrets_path: false
error_pages_path: false
asset_path: false
primary_role: false
minimum_version: false
ssh: {proxy: false, proxy_command: false}
builder: {arch: amd64, remote: false, dockerfile: false, target: false, ssh: false}
accessories: {db: {image: i, host: h, service: false, network: false}}`,
    {
      hooksPath: ".kamal/hooks",
      hooksOutput: undefined,
      secretsPath: ".kamal/secrets",
      errorPagesPath: undefined,
      primaryRole: "web",
      roles: [{ assetPath: undefined }],
      ssh: { proxy: undefined, proxyCommand: undefined },
      builder: { remote: undefined, dockerfile: "Dockerfile", target: undefined, ssh: undefined },
      accessories: [{ service: "shop-db", network: "kamal" }],
    },
  ],
  "a blank asset path of a role, which turns the root's off": [
    "asset_path: /a\nservers: {web: {hosts: [w], asset_path: ''}, api: {hosts: [a], asset_path: /b}, jobs: [j]}",
    { roles: [{ assetPath: undefined }, { assetPath: "/b" }, { assetPath: "/a" }] },
  ],
  "a blank minimum version": ["minimum_version: ''", { service: "shop" }],
  "an unpublished proxy with an empty list of addresses": [
    "proxy: {run: {publish: false, bind_ips: []}}",
    { roles: [{ proxy: { run: { publish: false } } }] },
  ],
  "an app behind no proxy": ["servers: {web: {hosts: [h], proxy: false}}", { roles: [{ proxy: undefined }] }],
  "an app port and nothing else": ["proxy: {app_port: 3000}", { roles: [{ proxy: { hosts: [], appPort: 3000, ssl: false } }] }],
  "a role's list of hosts in the proxy over the root's": [
    "servers: {web: {hosts: [h], proxy: {hosts: [b.com]}}}\nproxy: {hosts: [a.com, c.com]}",
    { roles: [{ proxy: { hosts: ["b.com"] } }] },
  ],
  "a role's proxy run over the root's": [
    "servers: {web: {hosts: [h], proxy: {run: {debug: true, options: {a: 1}}}}}\nproxy: {run: {http_port: 81, options: {b: 2}}}",
    { roles: [{ proxy: { run: { debug: true, httpPort: 81, options: { a: "1", b: "2" } } } }] },
  ],
  "a role's own log options over the root's driver": [
    "servers: {web: {hosts: [h], logging: {driver: local}}}\nlogging: {options: {max-size: 5m}}",
    { roles: [{ logging: { driver: "local", options: { "max-size": "5m" } } }] },
  ],
  "the image of a local registry, named after the service": [
    "registry: {server: 'localhost:5000'}\nimage: acme/shop",
    { image: "localhost:5000/acme/shop", registry: { local: true } },
  ],
  "a registry on localhost without a port, which is none of ours": [
    "registry: {server: localhost, username: a, password: b}",
    { registry: { local: false, server: "localhost" } },
  ],
  "gha as cache": ["builder: {arch: amd64, cache: {type: gha}}", { builder: { cache: { type: "gha", options: undefined } } }],
  "a context and a remote": [
    "builder: {arch: [amd64], context: app, remote: 'ssh://b'}",
    { builder: { context: "app", remote: "ssh://b" } },
  ],
  "a boot limit of nothing, which is one host": ["boot: {limit: 0%}", { boot: { limit: { percent: 0 } } }],
  "a number of hosts in quotes": ["boot: {limit: '2'}", { boot: { limit: { hosts: 2 } } }],
  "several ssh config files": ["ssh: {config: [a, b]}", { ssh: { config: ["a", "b"] } }],
  "a jump host with its user": ["ssh: {proxy: 'me@jump:2222'}", { ssh: { proxy: "me@jump:2222" } }],
  "a directory and a file in hashes": [
    "accessories: {db: {image: i, host: h, files: [{local: a, remote: /b}], directories: [{local: /c, remote: /d, mode: '0700'}]}}",
    {
      accessories: [
        { files: [{ local: "a", remote: "/b", mode: "755" }], directories: [{ local: "/c", remote: "/d", mode: "0700" }] },
      ],
    },
  ],
  "an empty proxy of an accessory, which is none": [
    "accessories: {db: {image: i, host: h, proxy: {}}}",
    { accessories: [{ proxy: undefined }] },
  ],
  "merged maps and anchors": [
    "x-base: &base\n  options: {cpus: 1}\n  stop_timeout: 5\nservers:\n  web:\n    <<: *base\n    hosts: [h]\n    stop_timeout: 9",
    { roles: [{ options: { cpus: "1" }, stopTimeout: 9 }] },
  ],
};
