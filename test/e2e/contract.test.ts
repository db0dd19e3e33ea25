import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { buildKamalProxyImage } from "../lab/kamal-proxy/image.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import { answerOf } from "./answer.ts";
import { anotherApp, createProject, type Project } from "./project.ts";
import { expectSuccess } from "./success.ts";

/** What stands on a server after a deploy is what Kamal 2.12 leaves there, so that either can go on from the other's work. */
describe("on the servers", () => {
  let lab: Lab;
  let project: Project;
  let version: string;
  let third: string;

  beforeAll(async () => {
    const [started, tag] = await Promise.all([
      startLab({ name: "contract", servers: 2, registry: true }),
      buildKamalProxyImage(),
    ]);
    lab = started;
    await Promise.all(lab.servers.map((server) => server.addImage(tag)));
    const [one, other] = lab.servers.map(({ address }) => address);
    project = await createProject(lab, {
      name: "shop",
      settings: {
        servers: { workers: { hosts: [other], cmd: "python3 app.py worker" }, web: { hosts: [one, { [other ?? ""]: "blue" }] } },
        env: { clear: { COLOUR: "none" }, secret: ["API_KEY", "TOKEN:API_KEY"], tags: { blue: { COLOUR: "it's $blue" } } },
        labels: { team: "sales" },
        readiness_delay: 1,
        boot: { limit: 1, wait: 1 },
        retain_containers: 1,
      },
    });
    await writeFile(join(project.directory, "config/deploy.staging.yml"), stringify({ proxy: { host: "shop.example.com" } }));
    await writeFile(
      join(project.directory, ".kamal/secrets.staging"),
      `REGISTRY_PASSWORD=${lab.registry.password}\nAPI_KEY='a\\b"c#d'\n`,
    );
    version = await project.commit({});
    expectSuccess(await project.landfall("deploy", "--destination", "staging"));
  });

  afterAll(() => lab.down());

  it("containers have Kamal's names and labels, and the roles their commands", async () => {
    const containers = await onEach(
      'docker ps --filter label=service=shop --format \'{{.Names}} {{.Label "role"}} {{.Label "destination"}} {{.Label "team"}} {{.Command}}\' | sort',
    );
    expect(containers).toEqual([
      [`shop-web-staging-${version} web staging sales "python3 app.py"`],
      [
        `shop-web-staging-${version} web staging sales "python3 app.py"`,
        `shop-workers-staging-${version} workers staging sales "python3 app.py work…"`,
      ],
    ]);
  });

  it("containers get clear settings by host, and secrets from a file that only its owner reads", async () => {
    const colours = await onEach(
      `docker exec shop-web-staging-${version} sh -c 'printf "%s\\n" "$COLOUR" "$KAMAL_VERSION" "$KAMAL_DESTINATION" "$KAMAL_HOST" "$API_KEY"'`,
    );
    const [one, other] = lab.servers.map(({ address }) => address);
    const key = 'a\\\\b"c#d';
    expect(colours).toEqual([
      ["none", version, "staging", one, key],
      ["it's $blue", version, "staging", other, key],
    ]);
    expect(
      await onEach("stat -c '%a %n' .kamal/apps/shop-staging/env/roles/*; cat .kamal/apps/shop-staging/env/roles/web.env"),
    ).toEqual([
      ["600 .kamal/apps/shop-staging/env/roles/web.env", `API_KEY=${key}`, `TOKEN=${key}`],
      [
        "600 .kamal/apps/shop-staging/env/roles/web.env",
        "600 .kamal/apps/shop-staging/env/roles/workers.env",
        `API_KEY=${key}`,
        `TOKEN=${key}`,
      ],
    ]);
  });

  it("the proxy knows the app by Kamal's name, and the image is tagged as the destination's latest", async () => {
    expect(await lab.server(0).exec("docker exec kamal-proxy kamal-proxy list")).toMatch(
      /shop-web-staging.*shop\.example\.com.*running/,
    );
    const image = `${lab.registry.address}/shop`;
    expect(await onEach(`docker image ls --format '{{.Tag}}' ${image} | sort`)).toEqual(
      lab.servers.map(() => [version, "latest-staging"].sort()),
    );
  });

  it("the audit log tells what was done, by whom, in Kamal's words", async () => {
    const log = await lab.server(1).exec("cat .kamal/shop-staging-audit.log");
    expect(log.replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, "TIME").split("\n")).toEqual([
      `[TIME] [ann@example.com] [staging] Pulled image with version ${version}`,
      `[TIME] [ann@example.com] [staging] [web] Booted app version ${version}`,
      `[TIME] [ann@example.com] [staging] [workers] Booted app version ${version}`,
      `[TIME] [ann@example.com] [staging] Tagging ${lab.registry.address}/shop:${version} as the latest image`,
      "[TIME] [ann@example.com] [staging] Pruned containers",
      "[TIME] [ann@example.com] [staging] Pruned images",
    ]);
  });

  it("only as many old containers and images stay as deploy.yml says", async () => {
    const second = await project.commit(await anotherApp("two"));
    expectSuccess(await project.landfall("deploy", "--destination", "staging"));
    third = await project.commit(await anotherApp("three"));
    expectSuccess(await project.landfall("deploy", "--destination", "staging"));
    const [first] = await onEach("docker ps --all --filter label=service=shop --format '{{.Names}}'");
    expect(first).toEqual([`shop-web-staging-${third}`, `shop-web-staging-${second}`]);
    const images = await lab.server(0).exec(`docker image ls --format '{{.Tag}}' ${lab.registry.address}/shop | sort`);
    expect(images.split("\n")).toEqual([second, third, "latest-staging"].sort());
  });

  it("a role that never gets ready undoes the whole rollout", async () => {
    await project.configure({
      servers: {
        workers: {
          hosts: [lab.server(1).address],
          cmd: "sh -c 'echo out of luck; exit 4'",
          options: { restart: "on-failure:1" },
        },
        web: { hosts: lab.servers.map(({ address }) => address) },
      },
      deploy_timeout: 3,
      readiness_delay: 1,
    });
    const before = await onEach("docker ps --filter label=service=shop --format '{{.Names}}' | sort");
    await project.commit({ "note.txt": "with a worker that ends" });
    const { exitCode, stderr } = await project.landfall("deploy", "--destination", "staging");
    expect(exitCode).toBe(1);
    expect(stderr).toContain("out of luck");
    expect(stderr).toContain("exit code 4");
    expect(await onEach("docker ps --filter label=service=shop --format '{{.Names}}' | sort")).toEqual(before);
    const answers = await Promise.all(lab.servers.map(({ url }) => answerOf(url, "shop.example.com")));
    expect(new Set(answers)).toEqual(new Set([third]));
  });

  async function onEach(command: string): Promise<string[][]> {
    return Promise.all(lab.servers.map(async (server) => (await server.exec(command)).split("\n")));
  }
});
