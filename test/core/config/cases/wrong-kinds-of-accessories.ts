/** A value of the wrong kind for every key of an accessory. */
export const wrongKindsOfAccessories: Readonly<Record<string, readonly [lines: string, ...problems: readonly string[]]>> = {
  "accessories that are a list": ["accessories: [db]", "1:1 accessories: should be a hash"],
  "an accessory that is text": ["accessories:\n  db: mysql", "2:7 accessories/db: should be a hash"],
  "an accessory's service that is a list": [
    "accessories:\n  db: {image: i, host: h, service: [a]}",
    "2:27 accessories/db/service: should be a string",
  ],
  "an accessory's image that is a list": [
    "accessories:\n  db: {image: [i], host: h}",
    "2:8 accessories/db/image: should be a string",
  ],
  "an accessory's registry without a password": [
    "accessories:\n  db: {image: i, host: h, registry: {server: r, username: u}}",
    "2:27 accessories/db/registry/password: is required",
  ],
  "an accessory's host that is a list": [
    "accessories:\n  db: {image: i, host: [h]}",
    "2:18 accessories/db/host: should be a host name or an address",
  ],
  "an accessory's hosts that are text": [
    "accessories:\n  db: {image: i, hosts: h}",
    "2:25 accessories/db/hosts: should be an array",
  ],
  "an accessory's role that is a list": [
    "accessories:\n  db: {image: i, role: [web]}",
    "2:18 accessories/db/role: should be a string",
  ],
  "an accessory's roles that are text": [
    "accessories:\n  db: {image: i, roles: web}",
    "2:25 accessories/db/roles: should be an array",
  ],
  "an accessory's tag that is a list": [
    "accessories:\n  db: {image: i, tag: [t]}",
    "2:18 accessories/db/tag: should be a string",
  ],
  "an accessory's tags that are text": [
    "accessories:\n  db: {image: i, tags: t}",
    "2:24 accessories/db/tags: should be an array",
  ],
  "an accessory's command that is a list": [
    "accessories:\n  db: {image: i, host: h, cmd: [a]}",
    "2:27 accessories/db/cmd: should be a string",
  ],
  "an accessory's port that is a list": [
    "accessories:\n  db: {image: i, host: h, port: [80]}",
    "2:27 accessories/db/port: should be a string",
  ],
  "an accessory's reserved label": [
    "accessories:\n  db: {image: i, host: h, labels: {service: x}}",
    "2:45 accessories/db/labels/service: invalid label. destination, role, and service are reserved labels",
  ],
  "an accessory's restart policy": [
    "accessories:\n  db: {image: i, host: h, options: {restart: false}}",
    '2:46 accessories/db/options/restart: should be a string. Use "no" to disable restarts',
  ],
  "tags in an accessory's env": [
    "accessories:\n  db: {image: i, host: h, env: {tags: {a: {B: c}}}}",
    "2:33 accessories/db/env/tags: tags are only allowed in the root env",
  ],
  "an accessory's files that are text": [
    "accessories:\n  db: {image: i, host: h, files: 'a:b'}",
    "2:34 accessories/db/files: should be an array",
  ],
  "an accessory's file without a remote path": [
    "accessories:\n  db: {image: i, host: h, files: [{local: a}]}",
    "2:35 accessories/db/files/0/remote: is required",
  ],
  "an accessory's file with a list as mode": [
    "accessories:\n  db: {image: i, host: h, files: [{local: a, remote: b, mode: [6]}]}",
    "2:57 accessories/db/files/0/mode: should be a string",
  ],
  "an accessory's directory whose owner is null": [
    "accessories:\n  db: {image: i, host: h, directories: [{local: a, remote: b, owner: }]}",
    "2:63 accessories/db/directories/0/owner: should be a string",
  ],
  "an accessory's volumes that are a hash": [
    "accessories:\n  db: {image: i, host: h, volumes: {a: b}}",
    "2:27 accessories/db/volumes: should be an array",
  ],
  "an accessory's network that is a list": [
    "accessories:\n  db: {image: i, host: h, network: [a]}",
    "2:27 accessories/db/network: should be a string",
  ],
  "an accessory's unknown proxy key": [
    "accessories:\n  db: {image: i, host: h, proxy: {port: 80}}",
    "2:35 accessories/db/proxy: unknown key: port",
  ],
  "an accessory's ssl without a host": [
    "accessories:\n  db: {image: i, host: h, proxy: {ssl: true}}",
    "2:40 accessories/db/proxy/ssl: Must set a host to enable automatic SSL",
  ],
  "an accessory with a slash in its name": [
    "accessories:\n  a/b: {image: i, host: h}",
    "2:3 accessories/a/b: an accessory's name may hold letters, digits, hyphens, dots and underscores",
  ],
  "accessories that want different proxies on one host": [
    "accessories:\n  a: {image: i, host: 1.1.1.1, proxy: {host: a, run: {http_port: 81}}}\nproxy: {run: {http_port: 80}}",
    "2:32 accessories/a/proxy: Conflicting proxy run configurations for host 1.1.1.1",
  ],
};
