import { expect, it } from "vitest";
import { noCommit } from "../../../src/core/report/no-commit.ts";

const directory = "/app";

it("asks in a job for the checkout, and elsewhere for a commit", () => {
  const complaint = { kind: "no repository" } as const;
  expect(noCommit(complaint, { directory, isJob: true })).toBe(
    "There is no git repository in /app, and so no commit to name the version after. Is there an actions/checkout step before this one? Add it, or give --version",
  );
  expect(noCommit(complaint, { directory, isJob: false })).toContain("Run git init and commit first, or give --version");
});

it("says that git is not there, or what it says", () => {
  expect(noCommit({ kind: "no git" }, { directory, isJob: true })).toMatch(/^git is not installed here/);
  const said = "detected dubious ownership in repository at '/app'";
  expect(noCommit({ kind: "refused", said }, { directory, isJob: true })).toContain(`\n${said}\n`);
});
