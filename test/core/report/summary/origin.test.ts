import { describe, expect, it } from "vitest";
import { recordOf } from "../../../../src/core/report/record.ts";
import { summary } from "../../../../src/core/report/summary.ts";
import { aDigest, aPrebuilt } from "../../../support.ts";
import { aRecord } from "../record.ts";
import { aReport, deployed, ended } from "../run.ts";

const digest = aDigest("1");
const prebuilt = aReport({ prebuilt: aPrebuilt(), digest });

describe("where an image comes from", () => {
  it("is told by the name that it has elsewhere, and by its digest", () => {
    const markdown = summary(recordOf(prebuilt));
    expect(markdown).toContain(`Image <code>ghcr.io/acme/other&#58;77</code> <code>${digest.replace(":", "&#58;")}</code>`);
    expect(markdown).toContain("Not built here");
  });

  it("is where it is live already, as far as GitHub knows", () => {
    const from = [{ environment: "staging", url: "https://staging.example.com" }, { environment: "demo" }];
    const markdown = summary({ ...recordOf(prebuilt), promoted: { digest, from } });
    expect(markdown).toContain('Promoted from <a href="https&#58;//staging.example.com">staging</a>, demo:');
    expect(markdown).not.toContain("Not built here");
  });

  it("is no matter where it was built, or did not get live", () => {
    expect(summary(aRecord({ digest }))).not.toContain("Not built here");
    const outcomes = [...deployed, ended("pull 1.1.1.1", "pull", "Pull", { status: "failed" })];
    expect(summary(recordOf({ ...prebuilt, outcomes }))).not.toContain("Not built here");
  });
});
