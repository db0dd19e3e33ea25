import { marked } from "marked";
import { describe, expect, it } from "vitest";
import type { Outcome } from "../../../src/core/plan/plan.ts";
import { onHost } from "../../../src/core/plan/step.ts";
import { commentMarker, newsOf, type PreviewNews, previewComment } from "../../../src/core/preview/comment.ts";
import { sh } from "../../../src/core/shell/sh.ts";
import { aHost, aVersion } from "../../support.ts";
import { thePreview } from "../config/preview/shop.ts";

const config = thePreview();
const version = aVersion("0123456789abcdef0123456789abcdef01234567");
const runUrl = "https://github.com/acme/shop/actions/runs/4711";
const comment = (over: Partial<PreviewNews> = {}): string =>
  previewComment({ config, state: "live", version, took: 83_000, runUrl, ...over });
const url = '<a href="https&#58;//pr-12.example.com">';

describe("the comment on a pull request", () => {
  it("begins with what it is found again by", () => {
    expect(comment().split("\n")[0]).toBe("<!-- landfall preview shop -->");
    expect(commentMarker({ ...config, destination: "staging" })).toBe("<!-- landfall preview shop-staging -->");
  });

  it("says where the preview answers, which version it is, how long it took, and how its log is read", () => {
    const text = comment();
    for (const part of [
      `✅ The preview is live: ${url}`,
      "<code>0123456</code>",
      "1 min 23 s",
      "landfall app logs --preview 12",
      "actions/runs/4711",
    ])
      expect(text).toContain(part);
  });

  it("names the commit that was pushed, where a merge is built", () => {
    const pushed = { ...config, preview: { ...config.preview, sha: "fedcba9876543210" } };
    expect(comment({ config: pushed })).toContain("| Commit | <code>fedcba9</code> |");
    expect(comment({ config: pushed })).not.toContain("0123456");
  });

  it("says what serves where that is another version", () => {
    expect(comment({ state: "failed", now: "0f9e8d serves as before" })).toContain("| Now | 0f9e8d serves as before |");
  });

  it.each([
    ["deploying", "⏳ A preview is on its way"],
    ["asleep", "💤 The preview sleeps, as nobody asked for it. Its next deploy wakes it"],
    ["failed", "❌ The preview's deploy did not succeed"],
    ["refused", "⚠️ Nothing was deployed"],
  ] as const)("says of one that is %s: %s", (state, words) => {
    expect(comment({ state })).toContain(words);
  });

  it("strikes the address of a preview through that is gone", () => {
    const text = comment({ state: "removed", took: undefined });
    expect(text).toMatch(/^~~<a .*<\/a>~~ The preview was taken away$/m);
    expect(text).not.toContain("app logs");
  });

  it("names the preview where nobody knows its address, for want of its branch", () => {
    const [web, ...others] = config.roles;
    if (!web?.proxy) throw new Error("The shop has a website");
    const unknown = { ...web, proxy: { ...web.proxy, hosts: ["pr-12-{branch}.example.com"] } };
    const text = comment({ config: { ...config, roles: [unknown, ...others] }, state: "removed" });
    expect(text).toContain("~~shop-pr-12~~ The preview was taken away");
    expect(text).not.toContain("branch");
  });

  it("says where it failed and why, with the last lines of the container folded", () => {
    const place = { title: "Boot web", hosts: ["web1", "web2"] };
    const text = comment({ state: "failed", troubles: [{ place, reason: "It ended", container: "last line" }] });
    expect(text).toContain("**<code>Boot web</code> on <code>web1</code>, <code>web2</code>**\n\n<pre>It ended</pre>");
    expect(text).toMatch(/<details><summary>What is known of the container<\/summary>\n\n<pre>last line<\/pre>/);
  });

  it("shows what others wrote as it is, and of what is long its end", () => {
    const reason = `${"x".repeat(9000)}<img src=x> @everyone -->`;
    const text = comment({ state: "failed", troubles: [{ reason }] });
    expect(text).toContain("&#60;img src=x&#62; &#64;everyone --&#62;");
    expect(text).toContain("characters left out&#93;");
  });

  it("cuts no character in two, which is no text that GitHub reads", () => {
    const text = comment({ state: "failed", troubles: [{ reason: `${"😀".repeat(9000)}x` }] });
    expect(text).toContain("left out");
    expect(() => encodeURIComponent(text)).not.toThrow();
  });

  it("is no longer than GitHub takes, however much went wrong", () => {
    const worst = { place: { title: "Boot", hosts: ["web1"] }, reason: "|".repeat(9000), container: "|".repeat(9000) };
    const text = comment({ troubles: Array.from({ length: 500 }, () => worst) });
    expect(text.length).toBeLessThan(65_536);
    expect(text).toContain("And 497 more, which the log of the run shows.");
  });

  it("says that visitors need a password, and not which", () => {
    const { preview } = config.landfall;
    if (!preview) throw new Error("The shop has previews");
    const auth = { username: "ann", password: "PREVIEW_PASSWORD" };
    const text = comment({ config: { ...config, landfall: { ...config.landfall, preview: { ...preview, auth } } } });
    expect(text).toContain("| Visitors | are asked for a user name and a password |");
    expect(text).not.toMatch(/ann\b|PREVIEW_PASSWORD/);
  });
});

/** As GitHub does it before it looks for mentions and cleans up: what is not in code could be a mention, a link or an element. */
const rendered = async (markdown: string): Promise<string> => marked.parse(markdown, { gfm: true });

describe("hostile words", () => {
  const hostile = [
    "@everyone see https://evil.example.com and www.evil.example.com, or #1 and acme/app#1",
    "</pre></code></details><img src=x onerror=alert(1)><a href=//evil.example.com>here</a>",
    "`` ``` ~~~ **bold** [here](https://evil.example.com) ![](https://evil.example.com/a.png) | a | b |",
    "\n\n# Heading\n\n- list\n\n<!-- landfall preview shop -->\n--> :tada: $x$ \u202Eevil",
  ].join("\n");
  const place = { title: hostile, hosts: [hostile] };

  it.each(["failed", "refused"] as const)("stand in a comment on a preview that is %s, and do nothing", async (state) => {
    const troubles = [{ place, reason: hostile, container: hostile }, { reason: "x".repeat(20_000) + hostile }];
    const html = await rendered(comment({ state, troubles, now: "1 serves" }));
    const elements = new Set([...html.matchAll(/<([a-z0-9]+)/g)].map(([, name = ""]) => name));
    expect([...elements].toSorted()).toEqual(
      ["a", "code", "details", "p", "pre", "strong", "summary", "table", "tbody", "td", "th", "thead", "tr"].toSorted(),
    );
    expect([...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href)).toEqual([
      "https&#58;//pr-12.example.com",
      expect.any(String),
    ]);
    const outside = html.replaceAll(/<pre>[\s\S]*?<\/pre>|<code>[\s\S]*?<\/code>/g, "");
    expect(outside).not.toMatch(/evil|everyone|Heading|tada/);
    expect(html.match(/<!--/g)).toHaveLength(1);
  });
});

describe("the news of a deploy", () => {
  const step = onHost(aHost("web1"), "run", "boot", "Boot web", sh`true`);
  const outcome = (over: Partial<Outcome>): Outcome => ({
    ...{ step, status: "succeeded", startedAt: 0, endedAt: 1, exitCode: 0, output: "" },
    ...over,
  });
  const report = (...outcomes: Outcome[]) =>
    newsOf({
      ...{
        verb: "deploy",
        config,
        version,
        previous: undefined,
        digest: undefined,
        outcomes,
        facts: new Map(),
        execs: new Map(),
      },
      ...{ startedAt: 1000, endedAt: 84_000 },
    });

  it("are good when all went well", () => {
    expect(report(outcome({}))).toMatchObject({ state: "live", took: 83_000, troubles: [] });
  });

  it("name the step that failed, its host, and what it said", () => {
    const { state, troubles = [] } = report(outcome({ status: "failed", exitCode: 1, output: "no such image" }));
    expect(state).toBe("failed");
    expect(troubles).toEqual([
      { place: { title: "Boot web", hosts: ["web1"] }, reason: expect.stringContaining("no such image"), container: undefined },
    ]);
  });

  it("name hosts together that say the same", () => {
    const elsewhere = onHost(aHost("web2"), "run", "boot", "Boot web", sh`true`);
    const failed = { status: "failed", exitCode: 1, output: "no such image" } as const;
    const { troubles = [] } = report(outcome(failed), outcome({ ...failed, step: elsewhere }));
    expect(troubles).toMatchObject([{ place: { hosts: ["web1", "web2"] } }]);
  });

  it("say that somebody cancelled it", () => {
    expect(report(outcome({ status: "interrupted", exitCode: undefined })).troubles).toEqual([
      { reason: expect.stringContaining("cancelled") },
    ]);
  });
});
