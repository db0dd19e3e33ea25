import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Changes } from "../../src/core/report/changes.ts";
import { pastRunOf } from "../../src/core/report/history.ts";
import type { RunRecord } from "../../src/core/report/record.ts";
import { type Background, summary } from "../../src/core/report/summary.ts";
import { aRecord, aStep, manyHosts } from "../core/report/record.ts";
import { type Browser, openBrowser, type Rendered } from "./rendered-page.ts";

const commit = "3f2a1b9c0d4e5f60718293a4b5c6d7e8f9012345";
const before = "a81c0de4f5b6a7980716253443526170fedcba98";
const hosts = ["web-1.fra.example.com", "10.0.0.12", "10.0.0.13"];
const at = (version: string) => ({ kind: "version", version }) as const;

const deployTo = (host: string, late = 0) => [
  aStep(host, "look", [0.1, 0.5]),
  aStep(host, "pull", [22.2, 27.8 + late]),
  aStep(host, "boot", [28 + late, 35 + late]),
  aStep(host, "prune", [40, 42.9]),
];

/** A deploy that went well everywhere. */
const deployOf = (over: Partial<RunRecord> = {}, places: readonly string[] = hosts): RunRecord =>
  aRecord({
    ...{ service: "shop", destination: "production", version: commit, previous: before, hosts: places },
    ...{ image: `ghcr.io/acme/shop:${commit}`, digest: `sha256:${"5f2c8c6d".repeat(8)}`, url: "https://shop.example.com" },
    steps: [aStep("runner", "build", [0.3, 22]), ...places.flatMap((host, index) => deployTo(host, index % 4))],
    fates: places.map((host) => ({ host, role: "web", serves: true, before: at(before), now: at(commit), uncertain: false })),
    endedAt: aRecord().startedAt + 43_100,
    versions: [before, "77aa0012f5b6a7980716253443526170fedcba98"],
    ...over,
  });

const changes: Changes = {
  ...{ direction: "new", total: 2, url: `https://github.com/acme/shop/compare/${before}...${commit}` },
  commits: [
    {
      sha: "77aa0012f5b6",
      title: "Add `carts` for @everyone, see #12",
      author: "ann",
      url: "https://github.com/acme/shop/commit/77aa",
    },
    { sha: commit, title: "Fix <b>the</b> VAT of *books* | and more", author: "bob" },
  ],
};
const past = [38, 41, 55, 40].map((seconds) => ({ ...pastRunOf(deployOf()), seconds }));

const failed = deployOf({
  ...{ ending: "failed", rolledBack: true, endedAt: aRecord().startedAt + 60_000 },
  steps: [
    aStep("runner", "build", [0.3, 22]),
    ...hosts.flatMap((host) => deployTo(host).slice(0, 2)),
    aStep("10.0.0.12", "boot", [28, 58], { ending: "failed", title: `Send web traffic to ${commit}` }),
    ...hosts.map((host) => aStep(host, "undo", [58, 59.5])),
  ],
  fates: deployOf().fates.map((fate) => ({ ...fate, now: fate.before })),
  failures: [
    {
      ...{ host: "10.0.0.12", title: `Send web traffic to ${commit}`, reason: "target failed to become healthy within 30s" },
      container:
        'state: running\nPG::ConnectionBad: could not translate host name "db" to address\n\tfrom config/environment.rb:5',
    },
  ],
});

const cancelled = deployOf({
  ...{ ending: "cancelled", booted: false, fates: failed.fates, endedAt: aRecord().startedAt + 12_400 },
  steps: [
    ...hosts.map((host) => aStep(host, "look", [0.1, 0.5])),
    aStep("runner", "build", [0.3, 12.4], { ending: "cancelled" }),
  ],
});

const rollback = deployOf({
  ...{ verb: "rollback", version: before, previous: commit, image: `ghcr.io/acme/shop:${before}` },
  promoted: {
    digest: `sha256:${"5f2c8c6d".repeat(8)}`,
    from: [{ environment: "staging", url: "https://github.com/acme/shop/deployments/staging" }],
  },
});

const fleet = manyHosts(40);
const runs: Readonly<Record<string, readonly [RunRecord, Background]>> = {
  success: [deployOf(), { changes, past }],
  failure: [failed, { changes, past }],
  cancelled: [cancelled, {}],
  rollback: [rollback, { changes: { ...changes, direction: "taken back" } }],
  fleet: [deployOf({}, fleet), { past }],
};

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser[Symbol.asyncDispose]());

describe.each(Object.entries(runs))("the summary of a run (%s), as a browser shows it", (name, [record, background]) => {
  let shown: Rendered;
  beforeAll(async () => {
    shown = await browser.show(summary(record, background), name);
  });

  it("is drawn without a mishap", () => {
    expect(shown.mishaps).toEqual([]);
  });

  it("has every place in its picture", async () => {
    const drawn = await shown.page.locator("svg .sectionTitle").allTextContents();
    expect(drawn.toSorted()).toEqual([...new Set(record.steps.map(({ place }) => place))].toSorted());
  });

  it("has every host in its tables, whose rows all have as many cells as their head", async () => {
    const text = (await shown.page.locator("table").allTextContents()).join(" ");
    for (const host of record.hosts) expect(text).toContain(host);
    expect(await unevenRows(shown)).toEqual([]);
  });

  it("shows first what matters, and folds the rest", async () => {
    expect(await shown.page.locator("details[open]").count()).toBe(0);
    expect(await shown.page.locator("main > *").first().textContent()).toContain("shop (production)");
    await expect(shown.page.locator("main").evaluate((main) => main.scrollWidth <= main.clientWidth)).resolves.toBe(true);
  });
});

it("shows a failed container's last words once they are unfolded", async () => {
  const { page } = await browser.show(summary(failed), "unfolded");
  const log = page.getByText("PG::ConnectionBad");
  expect(await log.isVisible()).toBe(false);
  await page.locator("summary", { hasText: "10.0.0.12" }).click();
  expect(await log.isVisible()).toBe(true);
});

describe("whatever servers, commits and files say", () => {
  const hostile = [
    "</code></pre></details><script>alert(1)</script><img src=https://evil.example/x onerror=alert(2)>",
    "```\n\n# Heading\n\n```mermaid\ngraph TD; A-->B",
    "| a | b |\n| --- | --- |\n| [click](javascript:alert(3)) | ![x](https://evil.example/y) |",
    "::error::x\n##[add-mask]y\x1b[2J\x1b]8;;https://evil.example\x07 https://evil.example @everyone <https://evil.example>",
    '%%{init: {"securityLevel": "loose"}}%%\nclick web href "javascript:alert(4)"; section x :crit',
    '" onmouseover="alert(5)" <!-- <style>body{display:none}</style>',
  ];

  it.each(hostile.map((text, index) => [index, text] as const))(
    "the summary shows it as the text that it is (%i)",
    async (index, text) => {
      const record = deployOf({
        ...{
          service: text,
          destination: text,
          version: text,
          previous: `${text}.`,
          image: text,
          digest: text,
          url: text,
          ending: "failed",
        },
        steps: [
          aStep(text, "boot", [0, 40], { title: text, ending: "failed" }),
          aStep(text, "prune", [40, 43], { title: text, ending: "cancelled" }),
        ],
        fates: [{ host: text, role: text, serves: true, before: at(text), now: at(`${text}!`), uncertain: true }],
        failures: [{ host: text, title: text, reason: text, container: text }],
        ...{ lockLeft: text, versions: [text, "1"], promoted: { digest: text, from: [{ environment: text, url: text }] } },
      });
      const commits = [{ sha: text, title: text, author: text, url: text }];
      const { page, mishaps } = await browser.show(
        summary(record, { changes: { ...changes, commits, url: text } }),
        `hostile-${index}`,
      );
      expect(mishaps).toEqual([]);
      expect(await page.locator("main > h2").count()).toBe(1);
      expect(await page.locator("main a, main img, main script, main iframe, main style:not(svg style)").count()).toBe(0);
      expect(await page.locator("figure svg").count()).toBe(1);
      expect(await unevenRows({ page })).toEqual([]);
      const words = text.replaceAll(/\x1b\[2J|\x1b\]8;;[^\x07]*\x07/g, "");
      expect(await page.locator("main pre").first().textContent()).toBe(words);
    },
  );
});

/** Rows with more or fewer cells than their table's head. */
const unevenRows = ({ page }: Pick<Rendered, "page">): Promise<string[]> =>
  page.locator("table").evaluateAll((tables) =>
    tables.flatMap((table) => {
      const [head, ...rows] = [...table.querySelectorAll("tr")].map((row) => row.children.length);
      return rows.flatMap((count) => (count === head ? [] : [`${count} cells beneath ${head}`]));
    }),
  );
