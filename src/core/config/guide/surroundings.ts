import type { Chapter } from "./chapter.ts";

/** The chapters about what is around the app. */
export const surroundingChapters: Readonly<Record<string, Chapter>> = {
  ssh: {
    example: `ssh:
  user: deploy
  port: 2222
  proxy: jump.example.com
  keys:
    - ~/.ssh/deploy_key
  keys_only: true`,
    notes: [
      "A user other than root must be allowed to use Docker.",
      "The servers' own keys must be known: a server that nobody vouched for is refused, unless you ask for `accept-new`. Kamal trusts such servers.",
      "`log_level` has no effect in Landfall.",
    ],
  },
  boot: {
    example: `boot:
  limit: 25%
  wait: 10
  parallel_roles: true`,
    notes: ["The hosts of accessories count for the percentage too, as with Kamal."],
  },
  logging: {
    example: `logging:
  driver: local
  options:
    max-size: 100m
    max-file: 3`,
    notes: ["A role's `logging` is laid over that of the root, option by option."],
  },
  accessories: {
    example: `accessories:
  db:
    image: postgres:17
    host: 203.0.113.20
    port: "127.0.0.1:5432:5432"
    env:
      clear:
        POSTGRES_USER: shop
      secret:
        - POSTGRES_PASSWORD
    files:
      - config/postgres.conf:/etc/postgresql/postgresql.conf:ro
      - local: config/server.key
        remote: /etc/postgresql/server.key
        mode: "0600"
        owner: "999:999"
    directories:
      - data:/var/lib/postgresql/data`,
    notes: [
      "Exactly one of `host`, `hosts`, `role`, `roles`, `tag` and `tags` says where it runs.",
      "Ports with colons belong in quotes: YAML reads `5432:22` as one number.",
      "Accessories are in Docker's network `kamal` like the app, which reaches them by the name of their container: here `shop-db`.",
    ],
  },
  aliases: {
    example: `aliases:
  staging: deploy -d staging
  undo-last: rollback 1a2b3c4`,
    notes: ["Names have small letters, digits, hyphens and underscores. A name of one of Kamal's commands cannot be taken."],
  },
  output: {
    example: `output:
  otel:
    endpoint: http://collector.internal:4318
  file:
    path: log/deploys`,
  },
  sshkit: {
    example: `sshkit:
  max_concurrent_starts: 10`,
    notes: ["Landfall heeds `max_concurrent_starts` only. It needs none of the other limits."],
  },
  "x-landfall": {
    example: `x-landfall:
  proxy:
    engine: caddy
  on_failure: rollback
  max_failures: 5%
  release:
    command: bin/rails db:migrate
    timeout: 30m
  time_limits:
    pull: 20m
  verify:
    url: https://shop.example.com/up
    expect: 200
    for: 30s
    max_errors: 5%
  preview:
    host: pr-{number}.preview.example.com
    env:
      secret:
        - DATABASE_URL:PREVIEW_DATABASE_URL
    max: 10
    ttl: 7d`,
    notes: [
      "Other root keys that start with `x-` are yours: a place for YAML anchors. Neither Landfall nor Kamal looks into them.",
      "Kamal does not know Caddy, so it cannot deploy to a server that has it. The two engines want the same ports: to change over, remove the other one's container first.",
      "`on_failure: rollback` sends all servers back to the old version. With `stop` no more servers follow, with `continue` all others do; where the new version is live it stays. The run still fails, and runs no post-deploy hook. A server that failed keeps the old version, in all its roles. What is cancelled goes back in any case, unless it was live everywhere.",
      "Until it is decided that the new version stays, all old containers run on. A server that cannot be reached, whose Docker does not answer, or that cannot pull the image, is one that failed: where so many may, the others go on without it. Not without the primary one, as the deploy lock is kept there.",
      "Beside `on_failure: continue`, `max_failures` is refused: nothing would count it. Of jobs that share a deploy out, each may have its share of `max_failures`: together they never have more. With `stop`, a shard in which too many failed keeps those that have not begun from beginning.",
      "`release` runs after the pre-deploy hook, in a container that is gone afterwards, as `app exec` does. It is not undone when the deploy goes back, so the old version has to get along with what it did. No rollback runs it.",
      "The old version serves until `release` has ended, so it delays a deploy but interrupts nothing. After `timeout` it is stopped: a minute is `60` or `1m`.",
      "`verify` is asked by the machine that deploys, which has to reach the address. It has 30 seconds for its first right answer; `for` begins after that.",
      "A preview is a deploy of its own of the service `SERVICE-pr-NUMBER`. It has none of the app's ports, labels, secrets and writable volumes: a volume of the app is an empty one of the preview, and of the options of `docker run` it keeps limits, health checks and the like. More of it under [Previews](guides/previews.md).",
    ],
  },
};
