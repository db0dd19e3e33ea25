import type { MigrationCase } from "../migration-case.ts";

/** Files as MRSK had them. */
export const ofMrsk: Readonly<Record<string, MigrationCase>> = {
  "MRSK's first example gets what Kamal 2 wants to be told: architectures and the port": {
    before: {
      "deploy.yml": `service: bakery
image: acme/bakery
servers:
  - 10.0.0.1
  - 10.0.0.2
registry:
  username: acme
  password:
    - MRSK_REGISTRY_PASSWORD
env:
  secret:
    - RAILS_MASTER_KEY
`,
    },
    after: {
      "deploy.yml": `service: bakery
image: acme/bakery
servers:
  - 10.0.0.1
  - 10.0.0.2
proxy:
  app_port: 3000
registry:
  username: acme
  password:
    - MRSK_REGISTRY_PASSWORD
env:
  secret:
    - RAILS_MASTER_KEY
builder:
  arch: [amd64, arm64]
`,
    },
    notes: [
      "deploy.yml:1 Kamal 1 built for amd64 and arm64 unless told otherwise.",
      "deploy.yml:3 No port was given: Kamal 1 checked the app on 3000, Kamal 2",
    ],
  },
  "a second role that Traefik served is behind the proxy too": {
    before: {
      "deploy.yml": `service: bakery
image: acme/bakery

# The kitchen and the shop
servers:
  web:
    - 10.0.0.1
    - 10.0.0.2
  shop:
    traefik: true # reads the same database
    hosts:
      - 10.0.0.3
      - 10.0.0.4

registry:
  server: registry.digitalocean.com
  username:
    - DOCKER_REGISTRY_TOKEN
  password:
    - DOCKER_REGISTRY_TOKEN

env:
  DATABASE_URL: mysql2://db1/bakery/
  REDIS_URL: redis://redis1:6379/1

builder:
  multiarch: false
`,
    },
    after: {
      "deploy.yml": `service: bakery
image: acme/bakery

# The kitchen and the shop
servers:
  web:
    - 10.0.0.1
    - 10.0.0.2
  shop:
    proxy: true # reads the same database
    hosts:
      - 10.0.0.3
      - 10.0.0.4

proxy:
  app_port: 3000

registry:
  server: registry.digitalocean.com
  username:
    - DOCKER_REGISTRY_TOKEN
  password:
    - DOCKER_REGISTRY_TOKEN

env:
  DATABASE_URL: mysql2://db1/bakery/
  REDIS_URL: redis://redis1:6379/1

builder:
  arch: amd64
`,
    },
    notes: [
      "deploy.yml:5 No port was given: Kamal 1 checked the app on 3000, Kamal 2",
      "deploy.yml:26 Without multiarch, Kamal 1 built for the machine it ran on.",
    ],
  },
  "accessories, volumes and cron stay as they are, byte for byte": {
    before: {
      "deploy.yml": `service: bakery
image: "acme/bakery"

servers:
  web: [ 10.0.0.1 ]
  cron:
    hosts:
      - 10.0.0.1
    cmd:
      bash -c "cat config/crontab | crontab - && cron -f"

registry:
  username: 'acme'
  password:
    - MRSK_REGISTRY_PASSWORD   # of the team

volumes:
  - "/var/lib/bakery:/data"


accessories:
  mysql:
    image: mysql:5.7
    host: 10.0.0.5
    port: 3306
    env:
      clear:
        MYSQL_ROOT_HOST: '%'
      secret:
        - MYSQL_ROOT_PASSWORD
    volumes:
      - /var/lib/mysql:/var/lib/mysql
  redis:
    image: redis:latest
    host: 10.0.0.5
    port: "36379:6379"

stop_wait_time: 30
`,
    },
    after: {
      "deploy.yml": `service: bakery
image: "acme/bakery"

servers:
  web: [ 10.0.0.1 ]
  cron:
    hosts:
      - 10.0.0.1
    cmd:
      bash -c "cat config/crontab | crontab - && cron -f"

proxy:
  app_port: 3000

registry:
  username: 'acme'
  password:
    - MRSK_REGISTRY_PASSWORD   # of the team

volumes:
  - "/var/lib/bakery:/data"


accessories:
  mysql:
    image: mysql:5.7
    host: 10.0.0.5
    port: 3306
    env:
      clear:
        MYSQL_ROOT_HOST: '%'
      secret:
        - MYSQL_ROOT_PASSWORD
    volumes:
      - /var/lib/mysql:/var/lib/mysql
  redis:
    image: redis:latest
    host: 10.0.0.5
    port: "36379:6379"

drain_timeout: 30

builder:
  arch: [amd64, arm64]
`,
    },
    notes: [
      "deploy.yml:1 Kamal 1 built for amd64 and arm64 unless told otherwise.",
      "deploy.yml:4 No port was given: Kamal 1 checked the app on 3000, Kamal 2",
      "deploy.yml:38 drain_timeout is how long requests may take to end, and",
    ],
  },
};
