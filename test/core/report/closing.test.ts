import { describe, expect, it } from "vitest";
import { type Outcome, stepId } from "../../../src/core/plan/plan.ts";
import { OutOfTime } from "../../../src/core/plan/time-limit.ts";
import { closing } from "../../../src/core/report/closing.ts";
import { explain } from "../../../src/core/report/errors.ts";
import { recordOf } from "../../../src/core/report/record.ts";
import { Refusal } from "../../../src/core/report/refusal.ts";
import { summary } from "../../../src/core/report/summary.ts";
import { aReport, deployed, ended } from "./run.ts";

const taken = ended("lock 1.1.1.1", "lock", "Take the deploy lock");
const lock: Outcome = { ...taken, step: { ...taken.step, id: stepId("lock") } };
const unlock = ended("unlock 1.1.1.1", "unlock", "Give the deploy lock back");
const failed: Outcome = ended("pull 1.1.1.1", "pull", "Pull acme/app:999", {
  status: "failed",
  output: "unexpected EOF",
});
const stopped: Outcome = {
  ...ended("look 1.1.1.2", "look", "Look at what runs", { status: "interrupted" }),
  exitCode: undefined,
};

it("says how many hosts serve the new version when all went well", () => {
  expect(closing(aReport({ previous: undefined }))).toBe("app 999 is live on 2 hosts after 12.5 s");
});

it("says how to go back to what was live", () => {
  const config = { ...aReport().config, destination: "staging" };
  expect(closing(aReport({ config })).split("\n").at(-1)).toBe("To go back: landfall rollback 123 -d staging");
});

it("tells what failed by itself, and not what was stopped because of it", () => {
  expect(closing(aReport({ outcomes: [stopped, failed] }))).toBe(
    [
      "ERROR on 1.1.1.1: Pull acme/app:999\n  unexpected EOF",
      "The deploy failed after 12.5 s. Nothing that serves was changed: 123 served when this run looked.",
    ].join("\n\n"),
  );
});

it.each([
  ["could not be given back", [lock, failed, { ...unlock, status: "failed" }]],
  ["may have been taken without an answer", [{ ...lock, status: "interrupted", exitCode: undefined }, failed]],
] as const)("says where the deploy lock stays and how to give it back when it %s", (_, outcomes) => {
  const report = aReport({ outcomes, config: { ...aReport().config, destination: "staging" } });
  expect(closing(report)).toContain(
    "The deploy lock may stay on 1.1.1.1; once no deploy runs, `landfall lock release -d staging` gives it back.",
  );
  expect(summary(recordOf(report))).toContain("The deploy lock may stay on 1.1.1.1");
});

it.each([
  ["never asked for", [failed]],
  ["somebody else's", [{ ...lock, status: "failed", exitCode: 75 }]],
  ["given back", [lock, failed, unlock]],
] as const)("has no word for a lock that was %s", (_, outcomes) => {
  expect(closing(aReport({ outcomes }))).not.toContain("deploy lock may");
});

it("keeps a server of which nothing is known apart from one on which nothing runs", () => {
  const markdown = summary(recordOf(aReport({ facts: new Map(), outcomes: [stopped] })));
  expect(markdown).toContain("| <code>1.1.1.1</code> | web | not known | not known |");
  expect(summary(recordOf(aReport({ facts: new Map(), outcomes: deployed })))).toContain("| not known | <code>999</code> |");
});

it("says how a fleet comes to one version again, where a host failed and the others stayed", () => {
  const [, , ...rest] = deployed;
  const outcomes = [...rest.filter(({ step }) => step.host !== "1.1.1.1"), failed];
  expect(closing(aReport({ outcomes })).split("\n\n").slice(-2)).toEqual([
    "The deploy failed after 12.5 s. On 1.1.1.1 (web) 123 still serves; on 1.1.1.2 (web) 999 serves; on 1.1.1.2 (workers) 999 runs.",
    "To make 999 live on the others, run the deploy again. To go back everywhere: landfall rollback 123",
  ]);
  expect(summary(recordOf(aReport({ outcomes })))).toContain(
    "To make <code>999</code> live on the others, run the deploy again. To go back everywhere:\n\n```sh\nlandfall rollback 123",
  );
});

it("has a word for a run that was cancelled before anything could fail", () => {
  expect(explain(new Refusal([]))).toBe("ERROR: It was cancelled before it began");
});

it("an error that quotes what a program said steers no terminal", () => {
  expect(explain(new Refusal(["op says \x1b[2J\x1b[31mno"]))).toBe("ERROR: op says no");
});

it("explains what dash says of a full disk", () => {
  const full: Outcome = ended("pull 1.1.1.1", "pull", "Pull acme/app:999", {
    status: "failed",
    output: "sh: 2: printf: printf: I/O error\n",
  });
  expect(closing(aReport({ outcomes: [full] }))).toContain("I/O error\n  Is the disk full? df -h and df -i tell");
});

it.each([
  ["sh: 1: eval: docker: not found", 'Docker is not installed there: "landfall setup" installs it'],
  ["bash: line 1: docker: command not found", 'Docker is not installed there: "landfall setup" installs it'],
  [
    "permission denied while trying to connect to the Docker daemon socket",
    'The user who logs in there may not use Docker: "usermod -aG docker USER" there lets it, or name another in ssh/user',
  ],
  [
    "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?",
    'Docker does not run there: "systemctl start docker" starts it',
  ],
  [
    "write /var/lib/docker/tmp/GetImageBlob1: no space left on device",
    'Its disk is full: df -h and df -i tell where, "landfall prune all" removes old images and containers',
  ],
  ["Error response from daemon: No such container: kamal-proxy", 'There is no proxy there: "landfall proxy boot" boots it'],
  [
    'Error response from daemon: Get "http://10.0.0.2:5000/v2/": dial tcp 10.0.0.2:5000: connect: connection refused',
    "The registry does not answer. Is it up, and may this machine reach it?",
  ],
  ["failed with status: 401 Unauthorized", "Are the user name and the password right"],
  ["manifest verification failed for digest sha256:1", "The registry does not give what it was asked for."],
  ["Error: Cannot perform an interactive login from a non TTY device", "Is the registry's user name or password empty?"],
])("says what to do about %j", (said, hint) => {
  const refused: Outcome = ended("boot mysql 1.1.1.1", "act", "Boot mysql", { status: "failed", output: `${said}\n` });
  expect(closing(aReport({ outcomes: [refused] }))).toContain(`${said}\n  ${hint}`);
});

it("does not doubt what serves where a step was stopped because it took too long before anything booted", () => {
  const pull = ended("pull 1.1.1.1", "pull", "Pull it", { status: "interrupted" });
  const text = closing(aReport({ outcomes: [{ ...pull, error: new OutOfTime(pull.step, 3600) }] }));
  expect(text).toContain("It had not ended after 1 h, as long as it may take, and was stopped");
  expect(text).toContain("x-landfall/time_limits/pull in deploy.yml gives it more time");
  expect(text).toContain("Nothing that serves was changed: 123 served when this run looked.");
  expect(text).not.toContain("not known");
  expect(text).not.toContain("tells what serves");
});

describe("a server that was lost in the middle of a boot", () => {
  const error = new Error("1.1.1.1: the connection was lost");
  const [boot, flip] = [ended("run web 1.1.1.1", "boot", "Boot web"), ended("flip web 1.1.1.1", "boot", "Send traffic")];
  const outcomes = [boot, flip].map((outcome): Outcome => ({ ...outcome, status: "interrupted", error }));
  const text = closing(aReport({ outcomes }));

  it("is told of once, whatever was under way there", () => {
    expect(text).toContain("ERROR on 1.1.1.1: Boot web\n  1.1.1.1: the connection was lost");
    expect(text.match(/the connection was lost/g)).toHaveLength(1);
  });

  it("is followed by how to find out what serves there", () => {
    expect(text).toContain(
      "`landfall check` tells what serves on 1.1.1.1. The next deploy brings all servers to one version again.",
    );
  });
});
