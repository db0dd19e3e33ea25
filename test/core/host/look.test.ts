import { describe, expect, it } from "vitest";
import type { Config } from "../../../src/core/config/config.ts";
import type { Container, Facts } from "../../../src/core/host/facts.ts";
import { encodeLock } from "../../../src/core/host/lock.ts";
import { look, lookAgain, lookClosely, readFacts, refreshed } from "../../../src/core/host/look.ts";
import { lines, type Shell, sh } from "../../../src/core/shell/sh.ts";
import { aHome, type Home } from "../../shell/home.ts";
import { aConfig, aContainer, aFacts, aHost, factsOfAll } from "../../support.ts";

const host = aHost("1.1.1.1");
const ask = {
  version: 'version --format docker {"version":{{json .Server.Version}},"architecture":{{json .Server.Arch}}}',
  network: "network ls --filter name=^kamal$ --format network {{json .Name}}",
  containers:
    'ps --all --format container {"id":{{json .ID}},"name":{{json .Names}},"state":{{json .State}},"status":{{json .Status}},"image":{{json .Image}},"service":{{json (.Label "service")}},"role":{{json (.Label "role")}},"destination":{{json (.Label "destination")}},"origin":{{json (.Label "landfall.image")}},"preview":{{json (.Label "landfall.preview")}},"address":{{json (.Label "landfall.address")}},"ports":{{json .Ports}},"createdAt":{{json .CreatedAt}}}',
  ids: "ps --all --quiet --filter label=service=app",
  times:
    'inspect --format times {"id":{{json (slice .Id 0 12)}},"createdAt":{{json .Created}},"startedAt":{{json .State.StartedAt}},"finishedAt":{{json .State.FinishedAt}},"restarts":{{json .RestartCount}}} 912ec1b64b79 e3b0c44298fc',
  images:
    'image ls --digests --filter reference=acme/app --format image {"id":{{json .ID}},"repository":{{json .Repository}},"tag":{{json .Tag}}{{if ne .Digest "<none>"}},"digest":{{json .Digest}}{{end}}}',
} as const;

const digest = "sha256:0e1af65a566fe21147d90172dd001dc061b77f4028ce2862d9d78a1d06a2e251";
const list = "exec kamal-proxy kamal-proxy list";

/** What Docker 26 was seen to print for these questions. */
const docker = {
  [ask.version]: 'docker {"version":"26.1.5+dfsg1","architecture":"amd64"}\n',
  [ask.network]: 'network "kamal"\n',
  [ask.containers]: [
    'container {"id":"912ec1b64b79","name":"app-web-999","state":"running","status":"Up 3 hours","image":"acme/app:999","service":"app","role":"web","destination":"","origin":"","ports":"80/tcp","createdAt":"2026-01-02 03:04:05 +0100 CET"}',
    'container {"id":"47fa03513229","name":"kamal-proxy","state":"exited","status":"Exited (137) 2 minutes ago","image":"basecamp/kamal-proxy:v0.9.2","service":"","role":"","destination":"","origin":"","ports":"","createdAt":"2026-01-02 01:04:05 +0000 UTC"}',
    "",
  ].join("\n"),
  [ask.ids]: "912ec1b64b79\ne3b0c44298fc\n",
  // One was removed in between.
  [ask.times]: {
    prints:
      'times {"id":"912ec1b64b79","createdAt":"2026-01-02T02:04:05.250123456Z","startedAt":"2026-01-02T02:04:06Z","finishedAt":"0001-01-01T00:00:00Z","restarts":2}\n',
    complains: "Error: No such object: e3b0c44298fc\n",
    exitCode: 1,
  },
  [ask.images]: [
    'image {"id":"ee10d06ea286","repository":"acme/app","tag":"\\u003cnone\\u003e"}',
    `image {"id":"8fde2fa8c7d9","repository":"acme/app","tag":"latest","digest":"${digest}"}`,
    "",
  ].join("\n"),
};

/** What is known of a home's server once it was looked at. */
async function seen(home: Home, command: Shell = lookClosely(aConfig())): Promise<Facts> {
  const { code, output } = await home.run(command);
  expect(code).toBe(0);
  return readFacts(host, output);
}

describe("looking at a server", () => {
  it("finds everything out in one go", async () => {
    using home = aHome({ docker });
    expect(await seen(home)).toEqual({
      host,
      clock: expect.any(Number),
      dockerInstalled: true,
      docker: { version: "26.1.5+dfsg1", architecture: "amd64" },
      diskFree: expect.any(Number),
      diskSize: expect.any(Number),
      networks: ["kamal"],
      containers: [
        expect.objectContaining({ id: "912ec1b64b79", name: "app-web-999", state: "running", service: "app", role: "web" }),
        expect.objectContaining({ name: "kamal-proxy", state: "exited", image: "basecamp/kamal-proxy:v0.9.2", service: "" }),
      ],
      images: [
        { id: "ee10d06ea286", repository: "acme/app", tag: "<none>" },
        { id: "8fde2fa8c7d9", repository: "acme/app", tag: "latest", digest },
      ],
    });
  });

  it("reads the clock in seconds and the disk in KiB", async () => {
    using home = aHome({ docker });
    home.install("date", "[ $1 = +%s ] && echo 1800000000");
    home.install("df", `printf 'Filesystem 1024-blocks Used Available Capacity Mounted on\\n/dev/sda1 9 4 5 44%% /\\n'`);
    expect(await seen(home)).toMatchObject({ clock: 1_800_000_000, diskFree: 5, diskSize: 9 });
  });

  it("reads when containers were made and ran, where somebody asks closely", async () => {
    using home = aHome({ docker });
    const made = Date.UTC(2026, 0, 2, 2, 4, 5) / 1000;
    const [app, proxy] = (await seen(home)).containers;
    expect(app).toMatchObject({ createdAt: made + 0.25, startedAt: made + 1, restarts: 2 });
    expect(app?.finishedAt).toBeUndefined();
    expect(proxy).toMatchObject({ createdAt: made - 3600 });
    const [glanced] = (await seen(home, lookAgain(aConfig()))).containers;
    expect(glanced).toMatchObject({ createdAt: made });
    expect(glanced).not.toHaveProperty("startedAt");
  });

  it("asks less before a deploy, which looks again", async () => {
    using home = aHome({ docker });
    expect(await seen(home, look(aConfig()))).toMatchObject({ networks: ["kamal"], containers: [{}, {}], images: [] });
    expect(home.calls("docker").sort()).toEqual([ask.containers, ask.network].sort());
  });

  it("changes nothing: it only asks", async () => {
    using home = aHome({ docker });
    await seen(home);
    expect(home.calls("docker").sort()).toEqual([...Object.values(ask), list].sort());
    expect(home.has(".kamal")).toBe(false);
  });

  it("is not confused by what Docker says beside its answers", async () => {
    const warning = "WARNING: Error loading config file: /root/.docker/config.json: permission denied\n";
    using home = aHome({ docker: { ...docker, [ask.network]: { prints: 'network "kamal"\n', complains: warning } } });
    expect((await seen(home)).networks).toEqual(["kamal"]);
  });

  it("says so where there is no Docker", async () => {
    using home = aHome();
    home.install("date", "echo 1800000000");
    const facts = await seen(home, lines(sh`PATH=$PWD/bin`, look(aConfig())));
    expect(facts).toMatchObject({ docker: undefined, dockerInstalled: false, dockerError: "Docker is not installed" });
  });

  it("says why Docker does not answer", async () => {
    const complains = `permission denied while trying to connect to the Docker daemon socket: Get "http://%2Fvar%2Frun": dial\n`;
    const failing = { prints: "Client:\n Version: 26.1.5\n", complains, exitCode: 1 };
    using home = aHome({ docker: { [ask.containers]: failing, version: failing } });
    expect(await seen(home)).toMatchObject({
      docker: undefined,
      dockerInstalled: true,
      dockerError: "permission denied while trying to connect to the Docker daemon socket: Get http://%2Fvar%2Frun: dial",
    });
  });

  it("fails, in Docker's words, when Docker stops answering in the middle", async () => {
    using home = aHome({
      docker: { ...docker, [ask.network]: { complains: "Cannot connect to the Docker daemon\n", exitCode: 1 } },
    });
    const { code, output } = await home.run(look(aConfig()));
    expect(code).toBe(1);
    expect(output).toMatch(/Cannot connect to the Docker daemon\n$/);
  });
});

describe("looking at the lock", () => {
  it("says since when it is held, and when its run was last heard of, where it shows that", async () => {
    using home = aHome({ docker });
    home.write(".kamal/lock-app/details", encodeLock("Locked by: Ann"));
    await home.run(sh`touch -d @1600000000 .kamal/lock-app/details`);
    expect((await seen(home, look(aConfig()))).lockSince).toBe(1_600_000_000);
    expect((await seen(home, look(aConfig()))).lockBeat).toBeUndefined();
    home.write(".kamal/lock-app/heartbeat", "");
    await home.run(sh`touch -d @1700000000 .kamal/lock-app/heartbeat`);
    expect((await seen(home, look(aConfig()))).lockBeat).toBe(1_700_000_000);
  });

  const locked = async (text: string | undefined, config: Config = aConfig()): Promise<string | undefined> => {
    using home = aHome({ docker });
    if (text !== undefined) home.write(".kamal/lock-app/details", text);
    return (await seen(home, look(config))).lock;
  };

  it("finds none where none is", async () => {
    expect(await locked(undefined)).toBeUndefined();
  });

  it("reads its details, long ones and other scripts too", async () => {
    const details = `Locked by: Zoë 日本 at 2026-01-02T03:04:05Z\nVersion: ${"9".repeat(40)}\nMessage: Automatic deploy lock`;
    expect(await locked(`${encodeLock(details)}\n`)).toBe(details);
  });

  it("finds one that has no details yet", async () => {
    using home = aHome({ docker });
    home.write(".kamal/lock-app/.keep", "");
    expect((await seen(home)).lock).toBe("");
  });

  it.each([
    ["held, hands off!\n", "held, hands off!"],
    ['say "hi" \\\n', "say hi"],
    ["not/base64/at-all=====\n", "not/base64/at-all====="],
    ["abcd\n", "abcd"],
  ])("finds one that somebody wrote by hand: %j", async (text, shown) => {
    expect(await locked(text)).toBe(shown);
  });

  it("does not take another destination's for its own", async () => {
    const staging = aConfig({ destination: "staging" });
    expect(await locked(encodeLock("Locked by: Bob"), staging)).toBeUndefined();
  });
});

it.each([
  ["docker.io/acme/app", "acme/app"],
  ["index.docker.io/acme/app", "acme/app"],
  ["docker.io/library/app", "app"],
  ["ghcr.io/acme/app", "ghcr.io/acme/app"],
])("looks for images as Docker shows them: %s", (image, name) => {
  expect(String(lookAgain({ ...aConfig(), image }))).toContain(`--filter reference=${name} --format`);
});

describe("looking again", () => {
  it("asks only for what may have changed", async () => {
    using home = aHome({ docker });
    expect(await seen(home, lookAgain(aConfig()))).toMatchObject({ containers: [{}, {}], images: [{}, {}] });
    expect(home.calls("docker").sort()).toEqual([ask.containers, ask.images].sort());
  });

  it("keeps what was known before, and what is known of servers that were not asked again", () => {
    const known = factsOfAll(aFacts("a", { containers: [] }), aFacts("b", { diskFree: 7 }));
    const again = factsOfAll(aFacts("a", { containers: [aContainer()], networks: [], docker: undefined }));
    const fresh = refreshed(known, again);
    expect(fresh.get(aHost("a"))).toEqual(aFacts("a", { containers: [aContainer()] }));
    expect(fresh.get(aHost("b"))).toEqual(aFacts("b", { diskFree: 7 }));
  });
});

describe("looking again after a close look", () => {
  const close = { createdAt: 5.25, startedAt: 6, finishedAt: 3, restarts: 1 };
  const again = (known: Partial<Container>, found: Partial<Container>): Container | undefined => {
    const before = factsOfAll(aFacts("a", { containers: [aContainer({ id: "c", ...close, ...known })] }));
    const now = factsOfAll(aFacts("a", { containers: [aContainer({ id: "c", createdAt: 5, ...found })] }));
    return refreshed(before, now).get(aHost("a"))?.containers[0];
  };

  it("keeps the times that only the close look tells", () => {
    expect(again({}, {})).toMatchObject(close);
  });

  it.each([{ state: "exited" }, { id: "another" }])("forgets them where they are no longer true: %j", (found) => {
    expect(again({}, found)).toMatchObject({ createdAt: 5, ...found });
    expect(again({}, found)).not.toHaveProperty("finishedAt");
  });
});

describe("looking at the proxy's routes", () => {
  it("shows the proxy's own table, without its colours", async () => {
    using home = aHome({ docker: { ...docker, [list]: "\x1b[3mService\x1b[0m  Host\n\x1b[1mapp-web\x1b[0m  *\n" } });
    const facts = await seen(home, lookClosely(aConfig()));
    expect(facts.routes).toBe("Service  Host\napp-web  *");
  });

  it("shows none where no proxy runs", async () => {
    using home = aHome({ docker: { ...docker, [list]: { complains: "No such container: kamal-proxy\n", exitCode: 1 } } });
    expect((await seen(home, lookClosely(aConfig()))).routes).toBeUndefined();
  });
});
