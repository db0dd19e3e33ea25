/** Files that are refused, by what is wrong; each entry: the first lines of the file, and the problems. */
export const refused: Readonly<Record<string, readonly [lines: string, ...problems: readonly string[]]>> = {
  "an unknown root key": ["sevice: x\nservice: shop", "1:1 unknown key: sevice"],
  "two unknown root keys": ["foo: 1\nbar: 2", "1:1 unknown key: foo", "2:1 unknown key: bar"],
  "a service that is a list": ["service: [a]", "1:1 service: should be a string"],
  "a service that is a number": ["service: 37", "1:10 service: should be a string"],
  "a service with a space": [
    "service: my shop",
    "1:10 service: Service name can only include alphanumeric characters, hyphens, and underscores",
  ],
  "a service that is null": ["service:", "1:1 service: should be a string"],
  "an empty image name": ['image: ""', "1:8 image: should be the name of an image, such as acme/shop"],
  "an image that the shell would split": ["image: a b", "1:8 image: should be the name of an image, such as acme/shop"],
  "labels that are a list": ["labels: [a]", "1:1 labels: should be a hash"],
  "a label without a value": ["labels:\n  a:", "2:3 labels/a: should be a string"],
  "a volume that is a hash": ["volumes:\n  - a: b", "2:5 volumes/0: should be a string"],
  "volumes that are a string": ["volumes: a:b", "1:10 volumes: should be an array"],
  "a date where text should be": ["asset_path: 2024-01-01", "1:13 asset_path: should be a string"],
  "a quoted number": ['deploy_timeout: "30"', "1:17 deploy_timeout: should be an integer"],
  "a fraction": ["drain_timeout: 2.5", "1:16 drain_timeout: should be an integer"],
  "a whole float": ["readiness_delay: 7.0", "1:18 readiness_delay: should be an integer"],
  "no old containers": ["retain_containers: 0", "1:20 retain_containers: Must retain at least 1 container"],
  "a flag that is text": ['require_destination: "true"', "1:22 require_destination: should be a boolean"],
  "no destination where one is required": [
    "require_destination: true",
    "1:22 require_destination: You must specify a destination",
  ],
  "a file for a newer Kamal": [
    "minimum_version: 2.13.0",
    "1:18 minimum_version: asks for Kamal 2.13.0, but Landfall reads files of Kamal 2.12.0 and older",
  ],
  "a minimum version that is none": ["minimum_version: latest", "1:18 minimum_version: should be a version, such as 2.12.0"],
  "an unknown level of hook output": [
    "hooks_output: loud",
    "1:15 hooks_output: Invalid hooks_output 'loud', must be one of: quiet, verbose",
  ],
  "an unknown level of one hook's output": [
    "hooks_output:\n  pre-deploy: :loud",
    "2:15 hooks_output/pre-deploy: Invalid hooks_output 'loud', must be one of: quiet, verbose",
  ],

  "servers that are text": ["servers: web", "1:10 servers: should be an array or a hash"],
  "servers that are null": ["servers:", "1:1 servers: should be an array or a hash"],
  "no servers": ["servers: []", "1:1 servers: No servers specified for the web primary_role"],
  "no role web": ["servers:\n  app: [1.1.1.1]", "1:1 servers: The primary_role web isn't defined"],
  "an unknown primary role": ["primary_role: jobs", "1:15 primary_role: The primary_role jobs isn't defined"],
  "a role without servers": [
    "servers:\n  web: [1.1.1.1]\n  jobs: []",
    "3:3 servers/jobs: No servers specified for the jobs role. You can ignore this with allow_empty_roles: true",
  ],
  "a misspelt key of a role": ["servers:\n  web:\n    hosts: [1.1.1.1]\n    cdm: x", "4:5 servers/web: unknown key: cdm"],
  "a role that is null": ["servers:\n  web:", "2:3 servers/web: should be an array or a hash"],
  "a role that is text": ["servers:\n  web: 1.1.1.1", "2:8 servers/web: should be an array or a hash"],
  "hosts that are null": ["servers:\n  web:\n    hosts:", "3:5 servers/web/hosts: should be an array"],
  "two hosts in one entry": ["servers:\n  - 1.1.1.1: a\n    1.1.1.2: b", "2:5 servers/0: multiple hosts found"],
  "a host with tags that are a hash": ["servers:\n  - 1.1.1.1: {a: b}", "2:5 servers/0/1.1.1.1: should be a string or an array"],
  "a host with a space": [
    "servers:\n  - 1.1.1.1 1.1.1.2",
    '2:5 servers/0: should be a host name or an address, not "1.1.1.1 1.1.1.2"',
  ],
  "a host that holds a command": [
    "servers: ['$(reboot)']",
    '1:11 servers/0: should be a host name or an address, not "$(reboot)"',
  ],
  "a reserved label": [
    "servers:\n  web:\n    hosts: [1.1.1.1]\n    labels: {role: x}",
    "4:20 servers/web/labels/role: invalid label. destination, role, and service are reserved labels",
  ],
  "restart: no, which is false": [
    "servers:\n  web:\n    hosts: [1.1.1.1]\n    options:\n      restart: no",
    '5:16 servers/web/options/restart: should be a string. Use "no" to disable restarts',
  ],
  "an unknown restart policy": [
    "servers:\n  web:\n    hosts: [1.1.1.1]\n    options:\n      restart: sometimes",
    "5:16 servers/web/options/restart: should be no, always, unless-stopped, on-failure, or on-failure:N",
  ],
  "an option that holds a list of lists": [
    "servers: {web: {hosts: [h], options: {a: [[b]]}}}",
    "1:43 servers/web/options/a/0: should be a single value",
  ],
  "options that are a list": [
    "servers:\n  web:\n    hosts: [1.1.1.1]\n    options: [a]",
    "4:5 servers/web/options: should be a hash",
  ],
  "tags in a role's env": [
    "servers:\n  web:\n    hosts: [1.1.1.1]\n    env:\n      tags: {}",
    "5:7 servers/web/env/tags: tags are only allowed in the root env",
  ],
  "a role's proxy that is null": [
    "servers:\n  web:\n    hosts: [1.1.1.1]\n    proxy:",
    "4:5 servers/web/proxy: should be a hash",
  ],
  "a role's proxy that is text": [
    "servers:\n  web:\n    hosts: [1.1.1.1]\n    proxy: yep",
    "4:12 servers/web/proxy: should be a hash",
  ],
  "a mistake inside a role's proxy": [
    "servers:\n  web:\n    hosts: [1.1.1.1]\n    proxy:\n      app_port: http",
    "5:17 servers/web/proxy/app_port: should be an integer",
  ],

  "a variable without a value": ["env:\n  A:", "2:3 env/A: should be a string"],
  "a variable that is a list": ["env:\n  A: [1]", "2:3 env/A: should be a string"],
  "a clear variable that is a hash": ["env:\n  clear:\n    A: {b: c}", "3:5 env/clear/A: should be a string"],
  "secrets that are a hash": ["env:\n  secret:\n    A: B", "2:3 env/secret: should be an array"],
  "a secret without a name": ["env: {secret: [':A']}", "1:16 env/secret/0: should be NAME or NAME:SECRET"],
  "variables beside clear": ["env:\n  A: 1\n  clear: {B: 2}", "2:3 env: unknown key: A"],
  "a tag that is a list": ["env:\n  tags:\n    a: [B]", "3:5 env/tags/a: should be a hash"],
  "env that is null": ["env:", "1:1 env: should be a hash"],

  "a registry without credentials": [
    "registry: {server: registry.example.com}",
    "1:1 registry/username: is required",
    "1:1 registry/password: is required",
  ],
  "two passwords": [
    "registry: {username: a, password: [A, B]}",
    "1:25 registry/password: should be a string or an array with one string (for secret lookup)",
  ],
  "a password that is a number": [
    "registry: {username: a, password: 12}",
    "1:35 registry/password: should be a string or an array with one string (for secret lookup)",
  ],
  "an unknown key of the registry": ["registry: {username: a, password: [A], user: x}", "1:40 registry: unknown key: user"],

  "a builder without arch": ["builder: {dockerfile: Dockerfile}", "1:1 builder/arch: Builder arch not set"],
  "an unknown cache": ["builder: {arch: amd64, cache: {type: s3}}", "1:38 builder/cache/type: Invalid cache type: s3"],
  "builds nowhere": ["builder: {arch: amd64, local: false}", "1:31 builder/local: Cannot disable local builds, no remote is set"],
  "buildpacks for two architectures": [
    "builder: {arch: [amd64, arm64], pack: {builder: b, buildpacks: [c]}}",
    "1:11 builder/arch: buildpacks only support building for one arch",
  ],
  "a remote of Kamal 1": ["builder: {arch: amd64, remote: {arch: arm64}}", "1:24 builder/remote: should be a string"],
  "a local registry with a remote over TCP": [
    "registry: {server: 'localhost:5555'}\nbuilder: {arch: [amd64, arm64], remote: 'tcp://b'}",
    "2:41 builder/remote: Local registry with remote builder requires an SSH URL (e.g., ssh://user@host)",
  ],

  "a root proxy that is true": ["proxy: true", "1:8 proxy: should be a hash"],
  "SSL without a host": ["proxy: {ssl: true}", "1:14 proxy/ssl: Must set a host to enable automatic SSL"],
  "host and hosts": ["proxy: {host: a.com, hosts: [b.com]}", "1:22 proxy/hosts: Specify one of 'host' or 'hosts', not both"],
  "a certificate without its key": [
    "proxy: {host: a.com, ssl: {certificate_pem: C}}",
    "1:45 proxy/ssl/certificate_pem: Missing private_key_pem setting (required when certificate_pem is present)",
  ],
  "SSL on two servers": [
    "servers: [1.1.1.1, 1.1.1.2]\nproxy: {host: a.com, ssl: true}",
    "2:27 proxy/ssl: SSL is only supported on a single server unless you provide custom certificates, found 2 servers for role web",
  ],
  "SSL for one host in two roles": [
    "servers:\n  web: [1.1.1.1]\n  api: {hosts: [1.1.1.2], proxy: true}\nproxy: {host: a.com, ssl: true}",
    "4:27 proxy/ssl: Different roles can't share the same host for SSL: a.com",
  ],
  "an unknown health check key": ["proxy: {healthcheck: {port: 3000}}", "1:23 proxy/healthcheck: unknown key: port"],
  "a port of an unpublished proxy": [
    "proxy: {run: {publish: false, http_port: 8080}}",
    "1:42 proxy/run/http_port: Cannot set http_port, https_port or bind_ips when publish is false",
  ],
  "roles that want different proxies on one host": [
    "servers:\n  web: [1.1.1.1]\n  api:\n    hosts: [1.1.1.1]\n    proxy: {run: {http_port: 81}}\nproxy: {run: {http_port: 80}}",
    "5:5 servers/api/proxy: Conflicting proxy run configurations for host 1.1.1.1",
  ],

  "an SSH port that is a word": ["ssh: {port: ssh}", "1:13 ssh/port: should be a port number, 1 to 65535"],
  "an SSH config that is a number": ["ssh: {config: 1}", "1:15 ssh/config: should be a boolean or a string or an array"],
  "keys that are text": ["ssh: {keys: a}", "1:13 ssh/keys: should be an array"],
  "a boot limit that is a word": [
    "boot: {limit: some}",
    "1:15 boot/limit: should be a number of hosts or a percentage, such as 2 or 25%",
  ],
  "a boot limit of no host": [
    "boot: {limit: 0}",
    "1:15 boot/limit: should be a number of hosts or a percentage, such as 2 or 25%",
  ],
  "a wait that is text": ["boot: {wait: 10s}", "1:14 boot/wait: should be an integer"],
  "logging with an unknown key": ["logging: {drivr: a}", "1:11 logging: unknown key: drivr"],
  "an alias with capitals": [
    "aliases: {Console: app exec}",
    "1:11 aliases/Console: Invalid alias name: 'Console'. Must only contain lowercase letters, alphanumeric, hyphens and underscores.",
  ],
  "an alias named like a command": [
    "aliases: {deploy: deploy -q}",
    "1:11 aliases/deploy: Alias 'deploy' conflicts with a built-in command.",
  ],
  "output without an endpoint": ["output: {otel: {}}", "1:10 output/otel/endpoint: is required"],

  "an accessory without hosts": [
    "accessories:\n  db: {image: mysql}",
    "2:3 accessories/db: specify one of `host`, `hosts`, `role`, `roles`, `tag` or `tags`",
  ],
  "an accessory with two kinds of hosts": [
    "accessories:\n  db: {image: mysql, host: 1.1.1.1, role: web}",
    "2:43 accessories/db/role: specify one of `host`, `hosts`, `role`, `roles`, `tag` or `tags`",
  ],
  "an accessory on an unknown role": [
    "accessories:\n  db: {image: mysql, role: jobs}",
    "2:28 accessories/db/role: unknown role jobs",
  ],
  "an accessory on unknown roles": [
    "accessories:\n  db: {image: mysql, roles: [web, a, b]}",
    "2:22 accessories/db/roles: unknown roles a, b",
  ],
  "an accessory's file that is a number list": [
    "accessories:\n  db: {image: mysql, host: 1.1.1.1, files: [[1]]}",
    "2:45 accessories/db/files/0: should be a string or a hash",
  ],
  "an accessory's proxy that is true": [
    "accessories:\n  db: {image: mysql, host: 1.1.1.1, proxy: true}",
    "2:44 accessories/db/proxy: should be a hash",
  ],
  "an accessory with logging": [
    "accessories:\n  db: {image: mysql, host: 1.1.1.1, logging: {}}",
    "2:37 accessories/db: unknown key: logging",
  ],

  Traefik: ["traefik: {host_port: 80}", "1:1 unknown key: traefik"],
  "a health check of Kamal 1": ["healthcheck: {path: /up}", "1:1 unknown key: healthcheck"],

  "everything that is wrong at once": [
    "volumes: a\nproxy: {ssl: true}\nssh: {user: [a]}\nfoo: 1\nservers:\n  web: {hosts: [1.1.1.1], cdm: a}",
    "1:10 volumes: should be an array",
    "2:14 proxy/ssl: Must set a host to enable automatic SSL",
    "3:7 ssh/user: should be a string",
    "4:1 unknown key: foo",
    "6:27 servers/web: unknown key: cdm",
  ],
};
