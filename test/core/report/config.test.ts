import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import type { Config } from "../../../src/core/config/config.ts";
import { parseConfig } from "../../../src/core/config/parse.ts";
import { describeConfig } from "../../../src/core/report/config.ts";
import { aConfig, aVersion } from "../../support.ts";

const file = `
service: shop
image: acme/shop
servers:
  web:
    hosts: [1.1.1.1, 1.1.1.2: eu, 1.1.1.3: [eu, us], 1.1.1.4: eu]
    labels: { team: two words }
  jobs:
    hosts: [1.1.1.5]
    proxy: false
    cmd: bin/jobs
    options: { memory: 1g, init: true }
    env: { clear: { QUEUE: all } }
proxy: { host: shop.example.com, app_port: 3000 }
registry: { server: reg.example.com, username: ann, password: [TOKEN] }
env:
  clear: { MODE: fast, HERE: "\${HERE}" }
  secret: [KEY, "DB:DB_PASSWORD"]
  tags:
    eu: { REGION: eu }
    us: { clear: { REGION: us }, secret: [US_KEY] }
volumes: ["data:/data"]
logging: { options: { max-size: 5m } }
builder: { arch: amd64, args: { RUBY: "3.4" } }
ssh: { user: deploy, proxy: jump.example.com }
accessories:
  db:
    image: postgres:17
    host: 2.2.2.2
    env: { secret: [POSTGRES_PASSWORD] }
  search:
    image: search
    host: 2.2.2.2
    labels: { team: one }
    proxy: { host: search.example.com, app_port: 9200 }
`;

function parsed(text: string): Config {
  const read = parseConfig({ base: { path: "deploy.yml", text } }, { destination: undefined });
  if (!("config" in read)) throw new Error(read.problems.map(({ message }) => message).join());
  return read.config;
}

const described = (text = file) => describeConfig(parsed(text), aVersion("999"));

describe("describing what deploy.yml means", () => {
  it("has all that Kamal's own command prints, by the same names", () => {
    expect(described().json).toMatchObject({
      roles: ["jobs", "web"],
      hosts: ["1.1.1.5", "1.1.1.1", "1.1.1.2", "1.1.1.3", "1.1.1.4", "2.2.2.2"],
      primary_host: "1.1.1.1",
      version: "999",
      repository: "reg.example.com/acme/shop",
      absolute_image: "reg.example.com/acme/shop:999",
      service_with_version: "shop-999",
      volume_args: ["--volume", "data:/data"],
      ssh_options: { user: "deploy", port: 22, proxy: "root@jump.example.com" },
      sshkit: { max_concurrent_starts: 30 },
      builder: { arch: ["amd64"], args: { RUBY: "3.4" } },
      accessories: { db: { image: "postgres:17", hosts: ["2.2.2.2"], env: { secret: ["POSTGRES_PASSWORD"] } } },
      logging: ["--log-opt", 'max-size="5m"'],
    });
  });

  it("has each role's containers as they would be started", () => {
    expect(described().json).toMatchObject({
      containers: {
        jobs: {
          container_name: "shop-jobs-999",
          hosts: ["1.1.1.5"],
          labels: { service: "shop", role: "jobs" },
          env: { clear: { MODE: "fast", HERE: "${HERE}", QUEUE: "all" }, secret: ["KEY", "DB:DB_PASSWORD"] },
          option_args: ["--memory", '"1g"', "--init"],
          cmd: "bin/jobs",
          docker_run: expect.stringMatching(
            /^docker run --detach .* --env QUEUE="all" .* --memory "1g" --init .*:999 bin\/jobs$/,
          ),
          proxy: undefined,
        },
        web: {
          labels: { team: "two words" },
          proxy: {
            hosts: ["shop.example.com"],
            deploy: expect.stringContaining('kamal-proxy deploy shop-web --target=CONTAINER_ID:3000 --host="shop.example.com"'),
          },
        },
      },
    });
  });

  it("has the labels and the proxy's flags of accessories", () => {
    expect(described().json).toMatchObject({
      accessories: {
        db: { labels: { service: "shop-db" }, proxy: undefined },
        search: {
          labels: { service: "shop-search", team: "one" },
          proxy: { deploy: expect.stringContaining("deploy shop-search --target=CONTAINER_ID:9200 --host=") },
        },
      },
    });
  });

  it("tells once what hosts with the same tags get besides", () => {
    expect(described().json).toMatchObject({
      containers: {
        jobs: { tagged: undefined },
        web: {
          env: { clear: { MODE: "fast" } },
          tagged: [
            { tags: ["eu"], hosts: ["1.1.1.2", "1.1.1.4"], env: { clear: { REGION: "eu" }, secret: [] } },
            { tags: ["eu", "us"], hosts: ["1.1.1.3"], env: { clear: { REGION: "us" }, secret: ["US_KEY"] } },
          ],
        },
      },
    });
  });

  it("keeps a role's logging apart from the root's", () => {
    const differing = file.replace("cmd: bin/jobs", "logging: { driver: local }");
    expect(described(differing).json).toMatchObject({
      logging: ["--log-opt", 'max-size="5m"'],
      containers: { jobs: { logging_args: ["--log-driver", '"local"', "--log-opt", 'max-size="5m"'] } },
    });
  });

  it("names secrets, and leaves out credentials that stand in the file", () => {
    expect(described().text).toContain("password:\n    - TOKEN\n");
    const literal = file
      .replace("password: [TOKEN]", "password: hunter2")
      .replace("user: deploy", 'user: deploy, key_data: [KEY_NAME, "-----BEGIN KEY-----\\nhunter3"]');
    expect(described(literal).text).not.toMatch(/hunter/);
    expect(described(literal).json).toMatchObject({
      registry: { password: "[REDACTED]" },
      ssh_options: { key_data: ["KEY_NAME", "[REDACTED]"] },
    });
  });

  it("shows flags only of a proxy that is told by flags", () => {
    expect(described(`${file}\nx-landfall: { proxy: { engine: caddy } }`).json).toMatchObject({
      containers: { web: { proxy: { hosts: ["shop.example.com"], app_port: 3000, deploy: undefined } } },
      "x-landfall": { proxy: { engine: "caddy" } },
    });
  });

  it.each([
    ["nothing", ""],
    ["the proxy and the registry", "proxy: { engine: caddy, image: caddy:2.11 }, registry: { logout: true }"],
    [
      "what becomes of a deploy in which hosts fail",
      "max_failures: 5%, on_failure: stop, release: { command: bin/migrate, timeout: 2m }, time_limits: { hook: 5m }",
    ],
    ["a number of hosts, and one check", "max_failures: 2, verify: { url: http://a, for: 30s, expect: 204, max_errors: 1% }"],
    ["several checks", "verify: { url: [http://a, 'http://b/up'], expect: ok }"],
    ["previews with what is usual", "preview: { host: 'pr-{number}.example.com' }"],
    [
      "previews with all that there is",
      `proxy: { engine: caddy }, preview: {
        host: 'pr-{number}-{role}.example.com', ssl: { certificate_pem: PEM, private_key_pem: PEM_KEY },
        auth: { username: ann, password: PASS }, servers: [1.1.1.2], roles: [web, jobs], max: 3, ttl: 7d, sleep_after: 90m,
        env: { clear: { URL: 'http://{host}' }, secret: [KEY, 'DB:OTHER'] }, label: preview, allow_forks: approved, hooks: true,
        accessories: { db: { env: { clear: { N: '{number}' }, secret: ['POSTGRES_PASSWORD:OTHER'] }, seed: bin/seed }, search: own }
      }`,
    ],
  ])("has %s under x-landfall as deploy.yml could have it, and would mean the same", (_, text) => {
    const { landfall } = parsed(`${file}\nx-landfall: { ${text} }`);
    const { "x-landfall": written } = z
      .object({ "x-landfall": z.unknown() })
      .parse(parse(describeConfig(aConfig({ landfall }), aVersion("9")).text));
    expect(parsed(`${file}\nx-landfall: ${JSON.stringify(written)}`).landfall).toEqual(landfall);
  });

  it("does not grow with the hosts, but for their names", () => {
    const hosts = Array.from({ length: 200 }, (_, index) => `10.0.0.${index}`).join(", ");
    const many = described(file.replace(/hosts: \[1\.1\.1\.1.*\]\n/, `hosts: [${hosts}]\n`)).text;
    expect(many.split("\n").filter((line) => !line.includes("- 10.0.0.")).length).toBeLessThan(200);
  });
});
