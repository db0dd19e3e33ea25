/** What stands under x-landfall, and what it means. */
export const acceptedOfLandfall: Readonly<Record<string, readonly [lines: string, config: object]>> = {
  "another engine": [
    "x-landfall: {proxy: {engine: caddy, image: caddy:2.11}}",
    { landfall: { engine: "caddy", proxyImage: "caddy:2.11" } },
  ],
  "Let's Encrypt with an address to write to": [
    "x-landfall: {proxy: {engine: caddy, acme: {email: ann@example.com}}}",
    { landfall: { acme: { directory: undefined, email: "ann@example.com", root: undefined } } },
  ],
  "an ACME server of one's own, with the certificate that it is known by": [
    "x-landfall:\n  proxy:\n    engine: caddy\n    acme:\n      directory: https://ca.example.com/directory\n      root: |\n        -----BEGIN CERTIFICATE-----\n        MIIB+/a=\n        -----END CERTIFICATE-----",
    {
      landfall: {
        acme: {
          directory: "https://ca.example.com/directory",
          email: undefined,
          root: "-----BEGIN CERTIFICATE-----\nMIIB+/a=\n-----END CERTIFICATE-----",
        },
      },
    },
  ],
  "a registry's password that is forgotten": ["x-landfall: {registry: {logout: true}}", { landfall: { logsOut: true } }],
  "what becomes of a deploy in which hosts fail": ["x-landfall: {on_failure: stop}", { landfall: { onFailure: "stop" } }],
  "how many hosts may fail": ["x-landfall: {max_failures: 2}", { landfall: { maxFailures: { hosts: 2 } } }],
  "how many of a hundred may fail": ["x-landfall: {max_failures: 5%}", { landfall: { maxFailures: { percent: 5 } } }],
  "a command before a new version boots, of the primary role unless it says otherwise": [
    "servers: {app: [a], jobs: [b]}\nprimary_role: app\nx-landfall: {release: {command: bin/rails db:migrate}}",
    { landfall: { release: { command: "bin/rails db:migrate", role: "app", timeout: 900 } } },
  ],
  "how long a pull may take": [
    "x-landfall: {time_limits: {pull: 30s}}",
    { landfall: { timeLimits: { build: 10800, hook: 3600, pull: 30 } } },
  ],
  "a command in the place of another role": [
    "servers: {web: [a], jobs: [b]}\nx-landfall: {release: {command: a, role: jobs, timeout: 60m}}",
    { landfall: { release: { command: "a", role: "jobs", timeout: 3600 } } },
  ],
  "a URL that has to answer": [
    "x-landfall: {verify: {url: https://shop.example.com}}",
    { landfall: { verify: { urls: ["https://shop.example.com/"], expect: undefined, seconds: 0, maxErrors: 0 } } },
  ],
  "several URLs that have to answer so for a while, each once": [
    "x-landfall: {verify: {url: [http://a/up, http://b, http://a/up], expect: 204, for: 30s, max_errors: 5%}}",
    { landfall: { verify: { urls: ["http://a/up", "http://b/"], expect: { status: 204 }, seconds: 30, maxErrors: 5 } } },
  ],
  "minutes, and a text that has to be in the answer": [
    "x-landfall: {verify: {url: http://a, expect: All well, for: 2m}}",
    { landfall: { verify: { expect: { text: "All well" }, seconds: 120 } } },
  ],
  "seconds without a unit, and a status in quotes": [
    'x-landfall: {verify: {url: http://a, expect: "401", for: 45}}',
    { landfall: { verify: { expect: { status: 401 }, seconds: 45 } } },
  ],
  "previews with no more than an address": [
    "servers: {app: [a], jobs: [c]}\nprimary_role: app\nproxy: {ssl: true, host: x.example.com}\nx-landfall: {preview: {host: 'pr-{number}.example.com'}}",
    {
      landfall: {
        preview: {
          ...{
            host: "pr-{number}.example.com",
            ...{ ssl: true, path: "" },
            servers: ["a"],
            roles: ["app"],
            own: [],
            most: undefined,
            ttl: undefined,
          },
          ...{
            sleepAfter: undefined,
            label: undefined,
            forksIfApproved: false,
            runsHooks: false,
            env: { clear: {}, secrets: [] },
          },
        },
      },
    },
  ],
  "previews with all that can be said of them": [
    [
      "servers: {web: [a, b], jobs: [c]}",
      "proxy: {path_prefixes: [/shop, /cart]}",
      "accessories: {db: {image: postgres, host: d}, cache: {image: redis, host: d}, mail: {image: mail, host: d}}",
      "x-landfall:",
      "  preview:",
      "    host: pr-{number}-{branch}.example.com",
      "    ssl: false",
      "    servers: [p]",
      "    roles: [web, jobs]",
      "    env: {clear: {URL: 'https://{host}'}, secret: ['DATABASE_URL:PREVIEW_DATABASE_URL']}",
      "    accessories: {db: {env: {clear: {NAME: 'pr_{number}'}}, seed: bin/seed}, cache: own, mail: shared}",
      "    max: 5",
      "    ttl: 7d",
      "    sleep_after: 90m",
      "    label: preview",
      "    allow_forks: approved",
      "    hooks: true",
    ].join("\n"),
    {
      landfall: {
        preview: {
          ...{
            ssl: false,
            path: "/shop",
            servers: ["p"],
            roles: ["web", "jobs"],
            most: 5,
            ttl: 604_800,
            sleepAfter: 5_400,
            label: "preview",
          },
          ...{ forksIfApproved: true, runsHooks: true },
          env: { clear: { URL: "https://{host}" }, secrets: [{ name: "DATABASE_URL", secret: "PREVIEW_DATABASE_URL" }] },
          own: [
            { name: "db", env: { clear: { NAME: "pr_{number}" }, secrets: [] }, seed: "bin/seed" },
            { name: "cache", env: { clear: {}, secrets: [] }, seed: undefined },
          ],
        },
      },
    },
  ],
  "previews that share the app's cache, and are led to another database": [
    "env: {CACHE: 'redis://shop-redis/0', DB: shop-db}\naccessories: {redis: {image: i, host: h}, db: {image: i, host: h}}\nx-landfall: {preview: {host: 'pr-{number}.x', env: {DB: other}, accessories: {redis: shared}}}",
    { landfall: { preview: { own: [], env: { clear: { DB: "other" }, secrets: [] } } } },
  ],
  "previews with one certificate for all of them and a password": [
    "servers: {web: [a, b]}\nx-landfall: {proxy: {engine: caddy}, preview: {host: 'pr-{number}.x', servers: [a, b], ssl: {certificate_pem: C, private_key_pem: K}, auth: {username: guest, password: P}}}",
    {
      landfall: {
        preview: {
          ssl: true,
          certificate: { certificatePem: "C", privateKeyPem: "K" },
          auth: { username: "guest", password: "P" },
        },
      },
    },
  ],
};
