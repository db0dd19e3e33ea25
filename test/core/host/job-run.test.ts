import { expect, it } from "vitest";
import { runIn } from "../../../src/core/host/job-run.ts";

const job = {
  GITHUB_SERVER_URL: "https://github.com",
  GITHUB_REPOSITORY: "acme/app",
  GITHUB_RUN_ID: "4711",
  GITHUB_RUN_ATTEMPT: "2",
};

it("is named by its page in a job, whichever front end it has", () => {
  const named = { url: "https://github.com/acme/app/actions/runs/4711", id: "4711", attempt: "2" };
  const step = { GITHUB_ACTION: "__run_2", RUNNER_NAME: "GitHub Actions 7" };
  expect(runIn({ ...job, ...step }, "here")).toEqual({ ...named, machine: "GitHub Actions 7", step: "__run_2" });
  expect(runIn(job, "here")).toEqual({ ...named, machine: "here", step: undefined });
});

it.each(["GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_RUN_ID"])("has no page without %s", (name) => {
  expect(runIn({ ...job, [name]: "" }, "here")).toMatchObject({ url: undefined, id: undefined, attempt: undefined });
});
