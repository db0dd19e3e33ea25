import { describe, expect, it } from "vitest";
import { stepId } from "../../src/core/plan/plan.ts";
import { onHost } from "../../src/core/plan/step.ts";
import { Refusal } from "../../src/core/report/refusal.ts";
import { sh } from "../../src/core/shell/sh.ts";
import { PreviewReporter } from "../../src/use-cases/preview-reporter.ts";
import { deaf } from "../../src/use-cases/watcher.ts";
import { requestIn } from "../cli/in-process.ts";
import { thePreview } from "../core/config/preview/shop.ts";
import { accessTo, aGithub } from "../github/support.ts";
import { aHost } from "../support.ts";

const locking = { ...onHost(aHost("web1"), "lock", "lock", "Take the deploy lock", sh`true`), id: stepId("lock") };
const taken = { step: locking, status: "succeeded", startedAt: 0, endedAt: 1, exitCode: 0, output: "" } as const;

/** What the pull request of a preview is told. @param tell by whom */
async function told(tell: (telling: PreviewReporter) => Promise<void>): Promise<string | undefined> {
  await using github = await aGithub();
  const request = {
    ...requestIn("/nowhere", { configFile: "config/deploy.yml" }),
    ...{ github: accessTo(github), run: { id: "4711", attempt: "1", url: undefined, machine: "runner", step: undefined } },
  };
  await tell(new PreviewReporter({ request, watcher: deaf }));
  return github.repository("acme/app").comments.all[0]?.body;
}

describe("a deploy that came to nothing", () => {
  it("deployed nothing, as long as it had no lock", async () => {
    const body = await told((telling) => telling.gaveUp(thePreview(), new Refusal(["The lock is held"])));
    expect(body).toContain("Nothing was deployed");
    expect(body).toContain("The lock is held");
  });

  it("may have changed what serves, once it had the lock", async () => {
    const body = await told((telling) => {
      telling.heard(taken);
      return telling.gaveUp(thePreview(), new Refusal(["The lock was lost"]));
    });
    expect(body).toContain("The preview's deploy did not succeed");
    expect(body).toContain("The lock was lost");
    expect(body).not.toContain("Nothing was deployed");
  });

  it("shows nobody the insides of the program, where that is at fault", async () => {
    const body = await told((telling) => telling.gaveUp(thePreview(), new TypeError("x is not a function")));
    expect(body).toContain("This is a fault in Landfall");
    expect(body).not.toMatch(/TypeError|Nothing was deployed|\.ts:/);
  });
});
