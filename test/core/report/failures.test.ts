import { describe, expect, it } from "vitest";
import { appSuspect, commandAsked } from "../../../src/core/commands/suspect.ts";
import { besideMark } from "../../../src/core/diagnosis/beside.ts";
import type { Outcome } from "../../../src/core/plan/plan.ts";
import { failureAnnotations } from "../../../src/core/report/annotations.ts";
import { closing } from "../../../src/core/report/closing.ts";
import { failures } from "../../../src/core/report/failures.ts";
import { inert } from "../../../src/core/report/printable.ts";
import { recordOf } from "../../../src/core/report/record.ts";
import { summary } from "../../../src/core/report/summary.ts";
import { aConfig, aHost, aRole, aVersion } from "../../support.ts";
import { thePreview } from "../config/preview/shop.ts";
import { printout } from "../diagnosis/printout.ts";
import { aReport, deployed, ended } from "./run.ts";

type Given = Parameters<typeof printout>[0];

const timeout = "Error: target failed to become healthy within configured timeout (30s)";
const failing = (host: string, given: Given): [Outcome, Outcome] => [
  ended(`flip web ${host}`, "boot", "Send web traffic to 999", { status: "failed", output: `${timeout}\n` }),
  ended(`explain web ${host}`, "undo", "Ask why web failed", { output: printout(given) }),
];
const wrongPort: Given = { listening: ["00000000:0BB8"], log: ["* Listening on http://0.0.0.0:3000"] };

const reason = [
  timeout,
  "Likely cause: The app listens on port 3000, and the proxy asks port 80",
  "What to do: proxy.app_port: 3000 in deploy.yml",
];
const known = ["State: running", "It listens on: 3000", "Its last lines:", "  * Listening on http://0.0.0.0:3000"];

describe("why a boot failed is told in the same words", () => {
  const report = aReport({ outcomes: [...deployed.slice(0, 4), ...failing("1.1.1.2", wrongPort)] });

  it("in a terminal", () => {
    expect(closing(report).split("\n")).toEqual(
      expect.arrayContaining([
        "ERROR on 1.1.1.2: Send web traffic to 999",
        ...reason.map((line) => `  ${line}`),
        "  What is known of the container:",
        ...known.map((line) => `    ${line}`),
      ]),
    );
  });

  it("in a job's summary", () => {
    const shown = summary(recordOf(report)).replaceAll(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
    expect(shown).toContain(`<pre>${reason.join("\n")}</pre>`);
    expect(shown).toContain(
      `<details><summary>What is known of the container on <code>1.1.1.2</code></summary>\n\n<pre>${known.join("\n")}</pre>`,
    );
  });

  it("in an annotation", () => {
    expect(failureAnnotations(report)).toEqual([
      {
        title: "Send web traffic to 999 on 1.1.1.2",
        message: [...reason, "", "What is known of the container:", ...known].join("\n"),
      },
    ]);
  });
});

it("keeps hosts together that fail for the same cause, whatever their containers are called", () => {
  const redirected = (id: string): Given => ({ answer: `HTTP/1.1 301 Moved\r\nLocation: https://${id}/up\r\n\r\n` });
  const hosts = ["1", "2"].flatMap((at) => failing(`1.1.1.${at}`, redirected(`${at}0123456789a`)));
  expect(failureAnnotations({ outcomes: hosts }).map(({ title }) => title)).toEqual([
    "Send web traffic to 999 on 1.1.1.1 and 1 more",
  ]);
  expect(failureAnnotations({ outcomes: [...hosts, ...failing("1.1.1.3", wrongPort)] })).toHaveLength(2);
});

it.each<[string, Partial<Outcome>]>([
  ["nobody could ask", { status: "skipped" }],
  ["the answer cannot be read", { output: "sh: 1: docker: not found" }],
])("has no cause where %s", (_, asking) => {
  const [flip, explain] = failing("a", wrongPort);
  expect(failures([flip, { ...explain, ...asking }])).toMatchObject([{ reason: timeout, container: undefined }]);
});

it("tells why a release command failed, of which only its words are left", () => {
  const output = "Traceback (most recent call last):\nKeyError: 'DATABASE_URL'\n";
  const title = "Run the release command";
  const outcome = ended("release web 1.1.1.1", "release", title, { status: "failed", output });
  const command = commandAsked("release command", { config: aConfig(), role: aRole() });
  expect(failures([{ ...outcome, step: { ...outcome.step, command } }])).toEqual([
    {
      ...{ host: "1.1.1.1", title, container: undefined },
      reason: `${output}Likely cause: The release command misses DATABASE_URL in its environment\nWhat to do: Give it under env.clear or env.secret in deploy.yml`,
    },
  ]);
});

it("tells where a preview's variables stand, as those of the app are not its own", () => {
  const asked = appSuspect({ config: thePreview(), role: aRole(), host: aHost("a"), version: aVersion("999") }).asked;
  const log = ["KeyError: 'DATABASE_URL'"];
  const [flip, explain] = failing("a", { asked, container: { status: "exited", exitCode: 1 }, log });
  const seed = ended("seed-db a", "release", "Fill db", { status: "failed", output: log.join("\n") });
  const command = commandAsked("seed", { config: thePreview(), role: aRole() });
  const told = failures([flip, explain, { ...seed, step: { ...seed.step, command } }]).map(({ reason }) => reason);
  const remedy = "What to do: Give it under x-landfall.preview.env.clear or x-landfall.preview.env.secret in deploy.yml";
  expect(told.map((reason) => reason.split("\n").at(-1))).toEqual([remedy, remedy]);
});

it("tells why an accessory failed, from what stands in its own output", () => {
  const asked = { noun: "accessory", key: "accessories.db", proxyKey: "accessories.db.proxy", proxy: undefined } as const;
  const why = printout({ asked, container: { status: "exited", exitCode: 1 }, log: ["You must specify POSTGRES_PASSWORD to a"] });
  const output = `Error: target failed to become healthy\n${why.replaceAll(/^/gm, besideMark)}`;
  const [failure] = failures([
    ended("boot db 1.1.1.5", "act", "Boot db where it has no container", { status: "failed", output }),
  ]);
  expect(failure?.reason.split("\n")).toEqual([
    "Error: target failed to become healthy",
    "Likely cause: The accessory misses POSTGRES_PASSWORD in its environment",
    "What to do: Give it under accessories.db.env.clear or accessories.db.env.secret in deploy.yml",
  ]);
  expect(failure?.container).toContain("State: exited, exit code 1");
});

it("leaves out the id of what Docker made and could not start", () => {
  const output = `${"0123456789abcdef".repeat(4)}\ndocker: Error response from daemon: no\n`;
  const [failure] = failures([ended("run web a", "boot", "Boot web", { status: "failed", output })]);
  expect(failure?.reason).toBe("docker: Error response from daemon: no");
});

it("has room in an annotation for what a hostile container says of itself, and a job's log obeys none of it", () => {
  const log = Array.from({ length: 300 }, (_, at) => `::error::${at}\x1b[2J##[group]${"y".repeat(3000)}`);
  const outcomes = failing("a", { ...wrongPort, log });
  const [annotation] = failureAnnotations({ outcomes });
  expect(annotation?.message.length).toBeLessThan(4000);
  expect(annotation?.message).toContain("Likely cause: The app listens on port 3000");
  expect(inert(closing(aReport({ outcomes })))).not.toMatch(/^\s*::|##\[|\x1b/m);
});

it("a line that does not end is cut, and what there was of it is told", () => {
  const output = `first\n${"x".repeat(1_000_000)}\nlast\n`;
  const [failure] = failures([ended("pull 1.1.1.2", "pull", "Pull", { status: "failed", output })]);
  expect(failure?.reason).toBe(`first\n${"x".repeat(2000)} [998000 characters left out]\nlast`);
});
