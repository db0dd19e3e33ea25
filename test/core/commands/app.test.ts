import { describe, expect, it } from "vitest";
import * as app from "../../../src/core/commands/app.ts";
import type { Config } from "../../../src/core/config/config.ts";
import { aHome } from "../../shell/home.ts";
import { aConfig, aHost, anApp, anEnv, aRole, aWorker, theSecrets } from "../../support.ts";

const web = (role: Parameters<typeof aRole>[0] = {}, over: Partial<Config> = {}) =>
  anApp(aConfig({ ...over, roles: [aRole(role)] }));
const run = (...given: Parameters<typeof web>): string => app.run(web(...given), "h-1").render();

describe("running a container", () => {
  it("is one line, as Kamal's", () => {
    expect(run()).toBe(
      "docker run --detach --restart unless-stopped --name app-web-999 --network kamal --hostname h-1" +
        ' --env KAMAL_CONTAINER_NAME="app-web-999" --env KAMAL_VERSION="999" --env KAMAL_HOST="1.1.1.1"' +
        ' --env-file .kamal/apps/app/env/roles/web.env --log-opt max-size="10m"' +
        ' --label service="app" --label role="web" --label destination acme/app:999',
    );
  });

  it("names the destination in the container, its label, its variables, its env file", () => {
    expect(run({}, { destination: "staging" })).toBe(
      "docker run --detach --restart unless-stopped --name app-web-staging-999 --network kamal --hostname h-1" +
        ' --env KAMAL_CONTAINER_NAME="app-web-staging-999" --env KAMAL_VERSION="999" --env KAMAL_HOST="1.1.1.1"' +
        ' --env KAMAL_DESTINATION="staging"' +
        ' --env-file .kamal/apps/app-staging/env/roles/web.env --log-opt max-size="10m"' +
        ' --label service="app" --label role="web" --label destination="staging" acme/app:999',
    );
  });

  it("takes every setting of a role, in Kamal's order", () => {
    const role = {
      env: anEnv({ MOTTO: "it's $HOME", TOKEN_OF_HOST: "${HOST_TOKEN}", EMPTY: "", BY_NAME: undefined, OFF: "false" }, ["KEY"]),
      labels: { "traefik.rule": "Host(`a.b`)", team: "two words" },
      logging: { driver: "local", options: { "max-size": "1m", compress: "" } },
      options: { cpus: "0.5", init: true, mount: ["type=bind,src=/a b", "type=tmpfs"] } as const,
      cmd: 'bin/rails s -b "$BIND" && echo done',
      restart: "on-failure:3",
    };
    expect(run(role, { volumes: ["/data:/data", "$PWD/x y:/z"] })).toBe(
      "docker run --detach --restart on-failure:3 --name app-web-999 --network kamal --hostname h-1" +
        ' --env KAMAL_CONTAINER_NAME="app-web-999" --env KAMAL_VERSION="999" --env KAMAL_HOST="1.1.1.1"' +
        ' --env MOTTO="it\'s \\$HOME" --env TOKEN_OF_HOST="${HOST_TOKEN}" --env EMPTY --env BY_NAME --env OFF="false"' +
        ' --env-file .kamal/apps/app/env/roles/web.env --log-driver "local" --log-opt max-size="1m" --log-opt compress' +
        " --volume /data:/data --volume $PWD/x y:/z" +
        ' --label service="app" --label role="web" --label destination --label traefik.rule="Host(\\`a.b\\`)" --label team="two words"' +
        ' --cpus "0.5" --init --mount "type=bind,src=/a b" --mount "type=tmpfs"' +
        ' acme/app:999 bin/rails s -b "$BIND" && echo done',
    );
  });

  it("gives by name alone what is blank", () => {
    const role = {
      env: anEnv({ SPACE: " " }),
      labels: { team: "\n" },
      logging: { driver: undefined, options: { tag: " " } },
      options: { init: "", "network-alias": ["", "b"], hostname: " " },
    };
    expect(run(role)).toContain(
      ' --env SPACE --env-file .kamal/apps/app/env/roles/web.env --log-opt tag --label service="app" --label role="web"' +
        ' --label destination --label team --init --network-alias --network-alias "b" --hostname " " acme/app:999',
    );
  });

  it("adds what the host's tags set to what the role sets, the last tag first in rank", () => {
    const hosts = [{ host: aHost("1.1.1.1"), tags: ["eu", "big"] }];
    const envTags = { eu: anEnv({ REGION: "eu", SIZE: "s" }), big: anEnv({ SIZE: "xl" }), us: anEnv({ REGION: "us" }) };
    expect(run({ hosts, env: anEnv({ SIZE: "m", A: "1" }) }, { envTags })).toContain(
      ' --env SIZE="xl" --env A="1" --env REGION="eu" --env-file',
    );
  });
});

describe("writing the env file", () => {
  const secrets = theSecrets({ KEY: 'it\'s a "key"\nof $two lines\\', OTHER: "", TAGGED: "t" });

  it("leaves a file that only its owner can read, with a line for each secret", async () => {
    using home = aHome();
    const hosts = [{ host: aHost("1.1.1.1"), tags: ["eu"] }];
    const given = web({ hosts, env: anEnv({}, ["KEY", "OTHER"]) }, { envTags: { eu: anEnv({}, ["TAGGED", "KEY"]) } });
    expect(await home.run(app.writeEnvFile(given, secrets))).toEqual({ code: 0, output: "" });
    expect(home.read(".kamal/apps/app/env/roles/web.env")).toBe('KEY=it\'s a "key"\\nof $two lines\\\\\nOTHER=\nTAGGED=t\n');
    expect(home.modeOf(".kamal/apps/app/env/roles/web.env")).toBe("600");
  });

  it("replaces the file whole, and leaves nothing beside it", async () => {
    using home = aHome();
    home.write(".kamal/apps/app/env/roles/web.env", "OLD=1\nOLDER=2\n");
    await home.run(app.writeEnvFile(web({ env: anEnv({}, ["TAGGED"]) }), secrets));
    expect(home.read(".kamal/apps/app/env/roles/web.env")).toBe("TAGGED=t\n");
    expect(home.has(".kamal/apps/app/env/roles/web.env.new")).toBe(false);
  });

  it("leaves a single line feed where there are no secrets", async () => {
    using home = aHome();
    await home.run(app.writeEnvFile(web(), secrets));
    expect(home.read(".kamal/apps/app/env/roles/web.env")).toBe("\n");
  });

  it("shows no secret", () => {
    const given = web({ env: anEnv({}, ["KEY"]) });
    expect(String(app.writeEnvFile(given, theSecrets({ KEY: "hunter2" })))).not.toContain("hunter2");
  });

  it("calls a secret by its other name where it has one", async () => {
    using home = aHome();
    const env = { clear: {}, secrets: [{ name: "DATABASE_PASSWORD", secret: "TAGGED" }] };
    await home.run(app.writeEnvFile(web({ env }), secrets));
    expect(home.read(".kamal/apps/app/env/roles/web.env")).toBe("DATABASE_PASSWORD=t\n");
  });
});

describe("stopping a container", () => {
  it.each([
    ["Docker's default behind a proxy, which has drained it", web(), undefined],
    ["the drain timeout without a proxy", anApp(aConfig({ roles: [aWorker()] })), 30],
    ["the root's setting", web({}, { stopTimeout: 5 }), 5],
    ["the role's setting before the root's", web({ stopTimeout: 7 }, { stopTimeout: 5 }), 7],
    ["no time at all, if that is the setting", web({ stopTimeout: 0 }), 0],
  ])("gives it %s", (_, given, seconds) => {
    expect(app.stopTimeout(given)).toBe(seconds);
  });

  it.each([
    [undefined, "xargs -r docker stop"],
    [30, "xargs -r docker stop -t 30"],
    [0, "xargs -r docker stop -t 0"],
  ])("in %s seconds is this command, for none but the service's own", (stopTimeout, command) => {
    const list = "docker container ls --all --filter 'name=^app-web-999$' --filter label=service=app --quiet";
    expect(app.stop(web({ stopTimeout })).render()).toBe(`${list} | ${command}`);
  });

  it("stops what there is, and nothing where there is nothing", async () => {
    const list = "container ls --all --filter name=^app-web-999$ --filter label=service=app --quiet";
    using there = aHome({ docker: { [list]: "0123456789ab\n", "stop -t 9 0123456789ab": "0123456789ab\n" } });
    using gone = aHome({ docker: { [list]: "" } });
    expect((await there.run(app.stop(web({ stopTimeout: 9 })))).code).toBe(0);
    expect(await gone.run(app.stop(web({ stopTimeout: 9 })))).toEqual({ code: 0, output: "" });
  });
});
