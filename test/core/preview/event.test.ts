import { describe, expect, it } from "vitest";
import type { PreviewSettings } from "../../../src/core/config/preview/settings.ts";
import { deedFor, occasionOf, overtaken } from "../../../src/core/preview/event.ts";
import { theShop } from "../config/preview/shop.ts";

const sha = "a".repeat(40);
const repository = { full_name: "acme/shop" };
const usual = previewsOfShop();
const gated = { ...usual, label: "preview" };

/** As GitHub sends it: docs.github.com/webhooks/webhook-events-and-payloads#pull_request */
const event = (
  action: string,
  over: { readonly labels?: readonly string[]; readonly label?: string; readonly repo?: string | null } = {},
) => {
  const { labels = [], label, repo = "acme/shop" } = over;
  const head = { ref: "Fix/Cart", sha, repo: repo === null ? null : { full_name: repo, fork: repo !== "acme/shop" } };
  return {
    ...{ action, number: 12, repository, ...(label !== undefined && { label: { name: label, color: "fff" } }) },
    pull_request: { number: 12, state: "open", title: "$(reboot)", head, labels: labels.map((name) => ({ name })) },
  };
};
function deed(payload: unknown, settings: PreviewSettings = usual, name = "pull_request") {
  const occasion = occasionOf({ name, payload });
  return typeof occasion === "string" ? occasion : deedFor(occasion, settings);
}
const preview = { number: 12, branch: "fix-cart" };
const deploys = { deed: "deploy", preview, sha };

function previewsOfShop(): PreviewSettings {
  const { preview } = theShop().landfall;
  if (!preview) throw new Error("The shop has previews");
  return preview;
}

describe("a pull request that is", () => {
  it.each(["opened", "synchronize", "reopened"])("%s gets a preview", (action) => {
    expect(deed(event(action))).toEqual(deploys);
  });

  it("closed has none any more", () => {
    expect(deed(event("closed"))).toEqual({ deed: "remove", preview });
    expect(deed(event("closed"), gated)).toEqual({ deed: "remove", preview });
  });

  it.each(["edited", "assigned", "converted_to_draft", "review_requested"])("%s keeps what it has", (action) => {
    expect(deed(event(action))).toMatchObject({ deed: "nothing" });
  });

  it("labelled keeps what it has where labels mean nothing", () => {
    expect(deed(event("labeled", { label: "bug", labels: ["bug"] }))).toMatchObject({ deed: "nothing" });
    expect(deed(event("unlabeled", { label: "bug" }))).toMatchObject({ deed: "nothing" });
  });
});

describe("where a label is the gate, a pull request", () => {
  it("gets a preview when it gets the label, and keeps up with it", () => {
    expect(deed(event("labeled", { label: "preview", labels: ["bug", "preview"] }), gated)).toEqual(deploys);
    expect(deed(event("synchronize", { labels: ["preview"] }), gated)).toEqual(deploys);
  });

  it("gets none without it, whatever other labels it gets", () => {
    expect(deed(event("opened", { labels: ["bug"] }), gated)).toEqual({
      deed: "nothing",
      reason: "Only pull requests with the label preview get a preview",
    });
    expect(deed(event("labeled", { label: "bug", labels: ["bug", "preview"] }), gated)).toMatchObject({ deed: "nothing" });
  });

  it("gets one whatever the capitals of the label, as GitHub has no two that differ in them alone", () => {
    expect(deed(event("labeled", { label: "Preview", labels: ["Preview"] }), gated)).toEqual(deploys);
    expect(deed(event("synchronize", { labels: ["PREVIEW"] }), gated)).toEqual(deploys);
    expect(deed(event("unlabeled", { label: "Preview" }), gated)).toEqual({ deed: "remove", preview });
  });

  it("loses it with the label, and with no other", () => {
    expect(deed(event("unlabeled", { label: "preview" }), gated)).toEqual({ deed: "remove", preview });
    expect(deed(event("unlabeled", { label: "bug", labels: ["preview"] }), gated)).toMatchObject({ deed: "nothing" });
  });
});

describe("a deploy that had to wait", () => {
  it("comes too late for a pull request that was closed, or lost its label", () => {
    expect(overtaken({ state: "closed", labels: ["preview"] }, gated)).toBe("The pull request is closed by now");
    expect(overtaken({ state: "open", labels: ["bug"] }, gated)).toBe("The pull request has not got the label preview any more");
    expect(overtaken({ state: "open", labels: ["Preview"] }, gated)).toBeUndefined();
    expect(overtaken({ state: "open", labels: [] }, usual)).toBeUndefined();
  });
});

describe("a pull request from a fork", () => {
  const approved = { ...usual, forksIfApproved: true };

  it.each([["others/shop"], [null]])("of %j gets none", (repo) => {
    for (const name of ["pull_request", "pull_request_target"])
      for (const action of ["opened", "labeled", "closed"])
        expect(deed(event(action, { repo }), usual, name)).toEqual({
          deed: "nothing",
          reason: "A pull request from a fork gets no preview",
        });
  });

  it("gets one that has to be approved, where the event has secrets", () => {
    const forked = event("opened", { repo: "others/shop" });
    expect(deed(forked, approved, "pull_request_target")).toEqual(deploys);
    expect(deed(forked, approved)).toMatchObject({ deed: "nothing" });
    expect(deed(event("closed", { repo: "others/shop" }), approved, "pull_request_target")).toEqual({ deed: "remove", preview });
  });
});

describe("another event", () => {
  it("by the clock takes old previews away", () => {
    expect(deed({ schedule: "0 3 * * *" }, usual, "schedule")).toEqual({ deed: "prune" });
  });

  it.each(["push", "workflow_dispatch", "issue_comment"])("such as %s has no pull request", (name) => {
    expect(deed(event("opened"), usual, name)).toContain(`The event ${name} is of no pull request`);
  });

  it.each([
    ["no payload", undefined],
    ["no number", { ...event("opened"), number: 0 }],
    [
      "a commit that is none",
      {
        ...event("opened"),
        pull_request: { ...event("opened").pull_request, head: { ref: "a", sha: "x; reboot", repo: repository } },
      },
    ],
  ])("with %s is not understood", (_, payload) => {
    expect(deed(payload)).toContain("The event pull_request is not understood");
  });
});
