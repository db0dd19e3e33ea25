import { expect, it } from "vitest";
import { job } from "../../src/action/job.ts";
import { StageLog } from "../../src/action/stage-log.ts";
import { program } from "../../src/cli/program.ts";
import { Refusal } from "../../src/core/report/refusal.ts";

const inputs = {
  ...{ command: "", directory: ".", configFile: "config/deploy.yml", destination: undefined, version: undefined },
  ...{ secrets: new Map(), sshPrivateKey: undefined, sshKnownHosts: undefined, sshHostKeys: "strict" as const },
};

it.each([
  ["app exec -i bash", /Nobody types into a job/],
  ["server exec --raw hostname", /Nobody types into a job/],
  ["accessory exec mysql -i mysql", /Nobody types into a job/],
  ["app logs -f", /never ends/],
  ["proxy logs --follow", /never ends/],
])("refuses in a job what needs a person's terminal: %s", async (command, reason) => {
  const frontEnd = job(inputs, new AbortController().signal, new StageLog(() => {}));
  const running = program(frontEnd).exitOverride().parseAsync(command.split(" "), { from: "user" });
  await expect(running).rejects.toThrow(Refusal);
  await expect(running).rejects.toThrow(reason);
});
