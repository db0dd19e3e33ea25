/** What cannot stand under x-landfall.preview: where the mistake is, and what it is. */
export const refusedOfPreviews: Readonly<Record<string, readonly [lines: string, ...problems: string[]]>> = {
  "previews without an address": ["x-landfall: {preview: {}}", "1:14 x-landfall/preview/host: is required"],
  "an address that all previews would have": [
    "x-landfall: {preview: {host: '{branch}.example.com'}}",
    "1:30 x-landfall/preview/host: needs {number}: without it two previews could have the same address",
  ],
  "an address that is none": [
    "x-landfall: {preview: {host: 'https://pr-{number}.example.com'}}",
    "1:30 x-landfall/preview/host: should be a host name with {number}, and maybe {branch} and {role}, in it",
  ],
  "an address with a name that means nothing": [
    "x-landfall: {preview: {host: 'pr-{number}.{title}.example.com'}}",
    "1:30 x-landfall/preview/host: should be a host name with {number}, and maybe {branch} and {role}, in it",
  ],
  "previews on no server": [
    "x-landfall: {preview: {host: 'pr-{number}.x', servers: []}}",
    "1:47 x-landfall/preview/servers: should name at least one server",
  ],
  "previews of an unknown role": [
    "x-landfall: {preview: {host: 'pr-{number}.x', roles: [web, job]}}",
    "1:47 x-landfall/preview/roles: unknown roles job",
  ],
  "previews that take no traffic": [
    "servers: {web: [a], jobs: [b]}\nx-landfall: {preview: {host: 'pr-{number}.x', roles: [jobs]}}",
    "2:30 x-landfall/preview/host: would lead nowhere: no role of a preview takes traffic (jobs)",
  ],
  "one address for two roles": [
    "servers: {web: [a], api: {hosts: [b], proxy: {host: api.example.com}}}\nx-landfall: {preview: {host: 'pr-{number}.x', roles: [web, api]}}",
    "2:30 x-landfall/preview/host: needs {role}: these roles take traffic, each at its own address: web, api",
  ],
  "an accessory of previews that the app has not": [
    "x-landfall: {preview: {host: 'pr-{number}.x', accessories: {db: own}}}",
    "1:65 x-landfall/preview/accessories/db: there is no accessory db",
  ],
  "an accessory that is neither shared nor a preview's own": [
    "x-landfall: {preview: {host: 'pr-{number}.x', accessories: {db: mine}}}",
    "1:65 x-landfall/preview/accessories/db: should be own, shared or a hash",
  ],
  "certificates for previews on two servers": [
    "x-landfall: {preview: {host: 'pr-{number}.x', ssl: true, servers: [a, b]}}",
    "1:58 x-landfall/preview/servers: SSL is only supported on a single server, as each would ask for the same certificate",
  ],
  "a variable that leads to the app's own cache, of which nothing is said": [
    "env: {REDIS_URL: 'redis://shop-redis:6379/1'}\naccessories: {redis: {image: i, host: h}}\nx-landfall: {preview: {host: 'pr-{number}.x'}}",
    "3:14 x-landfall/preview: REDIS_URL would lead previews to the app's own redis: it has to be said whether they may use it",
  ],
  "a variable that leads to the app's own database, though previews have theirs": [
    "env: {DB: '10.0.0.5'}\naccessories: {db: {image: i, host: 10.0.0.5, port: 5432}}\nx-landfall: {preview: {host: 'pr-{number}.x', accessories: {db: own}}}",
    "3:65 x-landfall/preview/accessories/db: DB would lead previews to the app's own db, though each has one of its own",
  ],
  "a variable that leads to the app's own database by another name of its container, though previews have theirs": [
    "env: {DB_HOST: db}\naccessories: {db: {image: i, host: h, options: {network-alias: db}}}\nx-landfall: {preview: {host: 'pr-{number}.x', accessories: {db: own}}}",
    "3:65 x-landfall/preview/accessories/db: DB_HOST would lead previews to the app's own db, though each has one of its own",
  ],
  "a variable that leads to the app's own database at its usual port, though previews have theirs": [
    "env: {DATABASE_URL: 'postgres://shop@10.0.0.5/shop'}\naccessories: {db: {image: i, host: 10.0.0.5, port: 5432}}\nx-landfall: {preview: {host: 'pr-{number}.x', accessories: {db: own}}}",
    "3:65 x-landfall/preview/accessories/db: DATABASE_URL would lead previews to the app's own db, though each has one of its own",
  ],
  "an accessory of previews that would be given the app's password": [
    "accessories: {db: {image: i, host: h, env: {secret: [PASSWORD, ROOT:ADMIN]}}}\nx-landfall: {preview: {host: 'pr-{number}.x', accessories: {db: {env: {ROOT: x}}}}}",
    "2:61 x-landfall/preview/accessories/db: needs env: the app's secrets are not for previews (PASSWORD)",
  ],
  "a database of each preview on two servers": [
    "accessories: {db: {image: i, host: h}}\nx-landfall: {preview: {host: 'pr-{number}.x', servers: [a, b], accessories: {db: own}}}",
    "2:47 x-landfall/preview/servers: each preview runs on all of its servers, which cannot share accessories of its own",
  ],
  "previews of an app with its own certificate that do not say what they have": [
    "proxy: {host: a.example.com, ssl: {certificate_pem: A, private_key_pem: B}}\nx-landfall: {preview: {host: 'pr-{number}.x'}}",
    "2:14 x-landfall/preview: needs ssl: the app brings a certificate of its own, which is not for the addresses of previews",
  ],
  "a role that is called like a preview": [
    "servers: {web: [a], pr-12-web: [b]}\nx-landfall: {preview: {host: 'pr-{number}.x'}}",
    "1:21 servers/pr-12-web: clashes with the names of previews: give it one without pr- and a number in it",
  ],
  "an accessory that is called like a preview": [
    "accessories: {pr-7: {image: i, host: h}}\nx-landfall: {preview: {host: 'pr-{number}.x'}}",
    "1:15 accessories/pr-7: clashes with the names of previews: give it one without pr- and a number in it",
  ],
  "a role behind whose name previews of a destination would have theirs": [
    "servers: {web: [a], staging-pr-3: [b]}\nx-landfall: {preview: {host: 'pr-{number}.x'}}",
    "1:21 servers/staging-pr-3: clashes with the names of previews: give it one without pr- and a number in it",
  ],
  "a time that previews have not": [
    "x-landfall: {preview: {host: 'pr-{number}.x', ttl: 30s}}",
    "1:52 x-landfall/preview/ttl: should be a time, such as 30m, 24h or 7d",
  ],
  "no previews at all": [
    "x-landfall: {preview: {host: 'pr-{number}.x', max: 0}}",
    "1:52 x-landfall/preview/max: should be 1 or more",
  ],
  "forks without an approval": [
    "x-landfall: {preview: {host: 'pr-{number}.x', allow_forks: true}}",
    "1:60 x-landfall/preview/allow_forks: should be approved or false",
  ],
  "half a certificate for previews": [
    "x-landfall: {preview: {host: 'pr-{number}.x', ssl: {certificate_pem: C}}}",
    "1:47 x-landfall/preview/ssl/private_key_pem: is required",
  ],
  "a password for previews behind kamal-proxy": [
    "x-landfall: {preview: {host: 'pr-{number}.x', auth: {username: guest, password: P}}}",
    "1:47 x-landfall/preview/auth: takes the caddy engine: kamal-proxy asks nobody for a password",
  ],
  "a user name of previews that is more than a name": [
    "x-landfall: {proxy: {engine: caddy}, preview: {host: 'pr-{number}.x', auth: {username: '{env.HOME}', password: P}}}",
    "1:88 x-landfall/preview/auth/username: should be made of letters, digits and . _ @ -",
  ],
  "a user name of previews without a password": [
    "x-landfall: {proxy: {engine: caddy}, preview: {host: 'pr-{number}.x', auth: {username: guest}}}",
    "1:71 x-landfall/preview/auth/password: is required",
  ],
};
