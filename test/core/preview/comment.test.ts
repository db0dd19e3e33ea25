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
    ["failed", "❌ The preview was not deployed"],
    ["refused", "⚠️ Nothing was deployed"],
  ] as const)("says of one that is %s: %s", (state, words) => {
    expect(comment({ state })).toContain(words);
  });

  it("strikes the address of a preview through that is gone", () => {
    const text = comment({ state: "removed", took: undefined });
    expect(text).toMatch(/^~~<a .*<\/a>~~ The preview was taken away$/m);
    expect(text).not.toContain("app logs");
  });

  it("shows what went wrong as it is, whoever wrote it, and its end where that is long", () => {
    const text = comment({ state: "failed", reasons: [`${"x".repeat(9000)}<img src=x> @everyone -->`] });
    expect(text).toContain("&#60;img src=x&#62; &#64;everyone --&#62;");
    expect(text).toContain("characters left out&#93;");
    expect(comment({ reasons: Array.from({ length: 500 }, () => "|".repeat(9000)) }).length).toBeLessThan(65_536);
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
    expect(report(outcome({}))).toMatchObject({ state: "live", took: 83_000, reasons: [] });
  });

  it("name the step that failed, its host, and what it said", () => {
    const { state, reasons = [] } = report(outcome({ status: "failed", exitCode: 1, output: "no such image" }));
    expect(state).toBe("failed");
    expect(reasons).toHaveLength(1);
    expect(reasons[0]).toContain("web1: Boot web\n");
    expect(reasons[0]).toContain("no such image");
  });

  it("say that somebody cancelled it", () => {
    expect(report(outcome({ status: "interrupted", exitCode: undefined })).reasons).toEqual([
      expect.stringContaining("cancelled"),
    ]);
  });
});
