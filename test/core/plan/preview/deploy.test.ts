import { describe, expect, it } from "vitest";
import { planClose } from "../../../../src/core/plan/close.ts";
import { planDeliver } from "../../../../src/core/plan/deliver.ts";
import { planDeploy } from "../../../../src/core/plan/deploy.ts";
import { obstacles, planPrepare } from "../../../../src/core/plan/prepare.ts";
import { planPreviewRemove } from "../../../../src/core/plan/preview/removal.ts";
import { planPreviewSleep } from "../../../../src/core/plan/preview/sleep.ts";
import { isRepeatable } from "../../../../src/core/plan/repeatable.ts";
import { OutOfTime } from "../../../../src/core/plan/time-limit.ts";
import { aHome } from "../../../shell/home.ts";
import {
  aContainer,
  aFacts,
  aProxyContainer,
  aRelease,
  commandOf,
  commandsOf,
  factsOfAll,
  outline,
  shellOf,
  stepOf,
  theSecrets,
} from "../../../support.ts";
import { thePreview, theShop } from "../../config/preview/shop.ts";

const config = thePreview();
const secrets = theSecrets({ TOKEN: "t", PREVIEW_URL: "pg://", POSTGRES_PASSWORD: "p", DATABASE_URL: "production" });
const release = { ...aRelease({ config, secrets, mounted: new Map() }), config };

/** A server that production has, with two of its versions and another preview. */
const containers = [
  aProxyContainer(),
  aContainer({ id: "id-live", service: "shop", version: "111" }),
  ...["222", "333", "444", "555", "666", "777"].map((version) =>
    aContainer({ id: `id-${version}`, service: "shop", version, state: "exited" }),
  ),
  aContainer({ id: "id-other", service: "shop-pr-7", version: "888", image: "acme/shop:landfall-pr-7-888" }),
];
const image = (tag: string) => ({ id: `image-${tag}`, repository: "acme/shop", tag });
const images = ["111", "latest", "old", "landfall-pr-7-888", "latest-landfall-pr-7", "landfall-pr-12-1", "<none>"].map(image);
const facts = factsOfAll(aFacts("web1", { containers, images }));
const deploy = planDeploy(release, facts, { prune: true, accessories: true, isNew: true });

describe("a preview's deploy", () => {
  it("boots its accessories, fills them, and runs the release command before the app boots", () => {
    expect(outline(deploy).slice(0, 6)).toEqual([
      "network web1 ← ",
      "login 0 web1 ← network web1",
      "boot db web1 ← login 0 web1",
      "seed-db web1 ← network web1, login 0 web1, boot db web1",
      "release web web1 ← seed-db web1",
      "run web web1 ← release web web1",
    ]);
  });

  it("is pulled by a tag of its own, which people see as well", () => {
    const pulled = stepOf(planDeliver(release, { pullOn: [config.primaryHost] }), "pull web1");
    expect(pulled.title).toBe("Pull acme/shop:landfall-pr-12-999");
  });

  it("marks the containers of its commands, which go with it should they hang", () => {
    expect(commandOf(deploy, "seed-db web1")).toContain(
      "--label landfall.preview=shop-pr-12 acme/shop:landfall-pr-12-999 bin/seed",
    );
  });

  it("prunes its own images only", () => {
    expect(commandOf(deploy, "prune web1").split("\n").at(-2)).toContain("docker rmi acme/shop:landfall-pr-12-1");
  });

  it("fills a database once, again and again until that succeeds", async () => {
    using home = aHome();
    home.install("sleep", "true");
    home.install("docker", 'echo "$@" >> calls; [ "$(wc -l < calls)" -ge 3 ]');
    const seed = shellOf(deploy, "seed-db web1");
    expect((await home.run(seed)).code).toBe(0);
    expect(home.read("calls").trim().split("\n")).toHaveLength(3);
    expect(home.read("calls")).toContain("acme/shop:landfall-pr-12-999 bin/seed");
    expect(await home.run(seed)).toMatchObject({ code: 0, output: "db was filled before\n" });
  });

  it("says what the command said that never succeeded", async () => {
    using home = aHome();
    home.install("sleep", "true");
    home.install("date", "n=$(cat now 2>/dev/null || echo 0); echo $((n + 10)) > now; cat now");
    home.install("docker", "echo no such table; exit 3");
    const { code, output } = await home.run(shellOf(deploy, "seed-db web1"));
    expect({ code, told: output.split("\n") }).toEqual({
      code: 3,
      told: ["It was tried again and again for 30 s (deploy_timeout). The last time it said:", "no such table", ""],
    });
  });

  it("names no key for a command that hangs, which has none of its own", () => {
    const release = new OutOfTime(stepOf(deploy, "release web web1"), 3600);
    expect(release.message).toContain("x-landfall/release/timeout");
    expect(new OutOfTime(stepOf(deploy, "seed-db web1"), 3600).message).not.toContain("x-landfall");
  });

  it("is not filled twice where nobody knows whether it was", () => {
    expect(isRepeatable(stepOf(deploy, "seed-db web1"))).toBe(false);
  });

  it("wakes an accessory that sleeps, where the app's own would be left alone", () => {
    expect(commandOf(deploy, "boot db web1")).toContain("docker container start shop-pr-12-db");
  });
});

describe("a preview is refused", () => {
  const limited = (most: number) => thePreview(theShop(`x-landfall: {preview: {host: 'pr-{number}.x', max: ${most}}}`));
  const complaints = (asked: typeof config) => obstacles({ ...release, config: asked }, facts);

  it("where there are as many as there may be, and is told whose", () => {
    expect(complaints(limited(1))).toEqual([
      'x-landfall/preview/max allows 1 preview at once, and there are these: #7. "landfall preview remove 7" takes away the one that was deployed longest ago',
    ]);
    expect(complaints(limited(2))).toEqual([]);
  });

  it("not for itself", () => {
    const asked = thePreview(theShop("x-landfall: {preview: {host: 'pr-{number}.x', max: 1}}"), 7);
    expect(complaints(asked)).toEqual([]);
  });

  it("while its address is not known", () => {
    const asked = theShop("x-landfall: {preview: {host: 'pr-{number}-{branch}.x'}}");
    const open = {
      ...thePreview(asked),
      roles: thePreview(asked).roles.map((role) => ({
        ...role,
        proxy: role.proxy && { ...role.proxy, hosts: ["pr-12-{branch}.x"] },
      })),
    };
    expect(complaints(open)).toEqual(["The address pr-12-{branch}.x takes the branch to be known: name it with --branch"]);
  });
});

describe("production", () => {
  const plans = [
    planPrepare(release, factsOfAll(aFacts("web1", { containers: [], networks: [] }))),
    planDeliver(release, { pullOn: [config.primaryHost] }),
    ...[deploy, planClose(release, "{}"), planPreviewRemove(release, facts), planPreviewSleep(release, facts)],
  ];
  const commands = plans.flatMap(commandsOf).join("\n");
  /** The names that begin with the app's, where they do not go on as this preview's. */
  const foreign = [...commands.matchAll(/[\w./:-]*\bshop(?!-pr-12\b)[\w./:-]*/g)].map(([name]) => name);

  it("is in no command of a preview by any name of its own, but for the repository that both are pulled from", () => {
    const allowed = /^(acme\/shop(:(latest-)?landfall-pr-12(-|$).*)?|shop-pr-12-shop-storage:.*)$/;
    expect(foreign.filter((name) => !allowed.test(name))).toEqual([]);
    expect(foreign.length).toBeGreaterThan(5);
  });

  it("is in no command by its containers, its hosts, its ports or its secrets", () => {
    expect(commands).toContain("pr-12.example.com");
    for (const own of [
      "id-live",
      "id-222",
      "id-other",
      "shop.example.com",
      "9000",
      "5432:5432",
      "DATABASE_URL]",
      "/srv",
      "traefik",
      ":111",
      ":old",
    ])
      expect(commands).not.toContain(own);
  });
});
