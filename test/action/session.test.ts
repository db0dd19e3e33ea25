import { expect, it } from "vitest";
import type { Inputs } from "../../src/action/inputs.ts";
import { job } from "../../src/action/job.ts";
import { StageLog } from "../../src/action/stage-log.ts";
import { program } from "../../src/cli/program.ts";
import { Refusal } from "../../src/core/report/refusal.ts";
import { Discretion } from "../../src/core/shell/discretion.ts";

const inputs: Inputs = {
  ...{ command: "", options: [], directory: ".", secrets: new Map(), registry: undefined, githubToken: undefined },
  ssh: { keys: [], passphrase: undefined, knownHosts: undefined, fingerprints: [] },
  ...{ environment: undefined, environmentUrl: undefined, summary: true },
};

it.each([
  ["app exec -i bash", /Nobody types into a job/],
  ["server exec --raw hostname", /Nobody types into a job/],
  ["accessory exec mysql -i mysql", /Nobody types into a job/],
  ["app logs -f", /never ends/],
  ["proxy logs --follow", /never ends/],
])("refuses in a job what needs a person's terminal: %s", async (command, reason) => {
  const frontEnd = job(inputs, new AbortController().signal, new StageLog(() => {}), new Discretion());
  const running = program(frontEnd).exitOverride().parseAsync(command.split(" "), { from: "user" });
  await expect(running).rejects.toThrow(Refusal);
  await expect(running).rejects.toThrow(reason);
});
