import { describe, expect, it } from "vitest";
import { recordOf } from "../../../src/core/report/record.ts";
import type { Report } from "../../../src/core/report/report.ts";
import { answerSummary, summary } from "../../../src/core/report/summary.ts";
import { aConfig, aProxy, aRole, aVersion } from "../../support.ts";
import { printout } from "../diagnosis/printout.ts";
import { aReport, deployed, ended } from "./run.ts";

const summaryOf = (report: Report): string => summary(recordOf(report));
const lines = (markdown: string): string[] => markdown.split("\n");

it("begins with what came of the run", () => {
  const roles = [aRole({ proxy: aProxy({ hosts: ["app.example.com"], ssl: true }) })];
  const [heading, , beneath, , image] = lines(summaryOf(aReport({ config: aConfig({ roles }), outcomes: deployed.slice(0, 4) })));
  expect(heading).toBe("## ✅ app <code>999</code> is live");
  expect(beneath).toBe('<a href="https&#58;//app.example.com">https&#58;//app.example.com</a> · 1 host · 12.5 s');
  expect(image).toBe("Image <code>acme/app&#58;999</code>");
});

it("shows what is where, and what was there before", () => {
  expect(lines(summaryOf(aReport()))).toEqual(
    expect.arrayContaining([
      "| Host | Role | Before | Now |",
      "| <code>1.1.1.1</code> | web | <code>123</code> | <code>999</code> |",
      "| <code>1.1.1.2</code> | workers | <code>123</code> | <code>999</code> |",
    ]),
  );
});

it("names the command that goes back", () => {
  const markdown = summary({ ...recordOf(aReport()), destination: "staging" });
  expect(markdown).toContain("### To go back\n\n```sh\nlandfall rollback 123 -d staging\n```");
  expect(summaryOf(aReport({ previous: undefined }))).not.toContain("rollback");
});

describe("when something failed", () => {
  const outcomes = [
    ...deployed.slice(0, 4),
    ended("run web 1.1.1.2", "boot", "Boot web", { from: 5.5, to: 6 }),
    ended("flip web 1.1.1.2", "boot", "Send web traffic to 999", {
      ...{ status: "failed", from: 6, to: 9, output: "target failed to become healthy within 30s" },
    }),
    ended("explain web 1.1.1.2", "undo", "Ask why web failed", {
      output: printout({ listening: undefined, log: ["secret_key_base is missing"] }),
    }),
    ended("return web 1.1.1.1", "undo", "Send web traffic back to the old version", { from: 9, to: 10 }),
    ended("stop web 1.1.1.1", "undo", "Stop the new web", { from: 10, to: 11 }),
    ended("stop web 1.1.1.2", "undo", "Stop the new web", { from: 10, to: 11 }),
  ];
  const markdown = summaryOf(aReport({ outcomes }));

  it("says what, where and why, with what is known of the container folded away", () => {
    expect(lines(markdown)[0]).toBe("## ❌ app: the deploy of <code>999</code> failed");
    expect(markdown).toContain(
      [
        "### Send web traffic to 999 on <code>1.1.1.2</code>\n",
        "<pre>target failed to become healthy within 30s",
        "Likely cause&#58; The app misses SECRET&#95;KEY&#95;BASE &#40;or RAILS&#95;MASTER&#95;KEY&#41; in its environment",
        "What to do&#58; Give it under env.clear or env.secret in deploy.yml</pre>\n",
        "<details><summary>What is known of the container on <code>1.1.1.2</code></summary>\n",
        "<pre>State&#58; running",
        "Its last lines&#58;",
        "  secret&#95;key&#95;base is missing</pre>\n",
        "</details>",
      ].join("\n"),
    );
  });

  it("says which version serves now, everywhere", () => {
    expect(markdown).toContain("**It went back by itself. 123 still serves.**");
    expect(markdown).not.toContain("landfall rollback");
    expect(lines(markdown)).toContain("| <code>1.1.1.1</code> | web | <code>123</code> | <code>123</code> |");
  });

  it("does not claim to know where even the way back failed", () => {
    const stuck = outcomes.map((outcome) =>
      outcome.step.id === "return web 1.1.1.1" ? { ...outcome, status: "failed" as const } : outcome,
    );
    expect(lines(summaryOf(aReport({ outcomes: stuck })))).toContain(
      "| <code>1.1.1.1</code> | web | <code>123</code> | <code>123</code> ⚠️ not sure |",
    );
    expect(summaryOf(aReport({ outcomes: stuck }))).toContain(
      "### To make the old version live by hand\n\n```sh\nlandfall rollback 123\n```",
    );
  });
});

it("lists what a cancellation interrupted instead of calling it a failure", () => {
  const outcomes = [
    ...deployed.slice(0, 2),
    ended("run web 1.1.1.1", "boot", "Boot web", { status: "interrupted", from: 5.5, to: 6 }),
  ];
  const markdown = summaryOf(aReport({ outcomes }));
  expect(lines(markdown)[0]).toBe("## ⚠️ app: the deploy of <code>999</code> was cancelled");
  expect(lines(markdown)).toContain("- Boot web on <code>1.1.1.1</code>");
  expect(markdown).toContain("**123 still serves.**");
  expect(markdown).not.toContain("### Boot web");
});

it("shows commits by their first seven digits, but whole where they are to be copied", () => {
  const commit = "0123456789abcdef0123456789abcdef01234567";
  const markdown = summaryOf(aReport({ version: aVersion(commit), previous: aVersion(commit.replaceAll("0", "f")) }));
  expect(lines(markdown)[0]).toBe("## ✅ app <code>0123456</code> is live");
  expect(markdown).toContain(`rollback ${commit.replaceAll("0", "f")}\n`);
});

describe("whatever a server says", () => {
  const failing = (output: string): string =>
    summaryOf(aReport({ outcomes: [ended("run web 1.1.1.1", "boot", "Boot web", { status: "failed", output })] }));

  it.each([
    ["a fence", "```\n# Heading\n```mermaid\ngraph TD"],
    ["HTML", "</pre></details><img src=x onerror=alert(1)><!--"],
    ["a table", "| a | b |\n| --- | --- |"],
    ["links and mentions", "[click](https://evil.example) @everyone #1 <https://evil.example> https://evil.example"],
    ["an entity", "&lt;script&gt; &#60;b&#62;"],
    ["escape sequences", "\x1b[2J\x1b]8;;https://evil.example\x07x"],
  ])("%s shows as the text that it is", (_, output) => {
    const [, said = ""] = /<pre>(.*?)<\/pre>/s.exec(failing(output)) ?? [];
    expect(said).not.toMatch(/[<>`|@[\]()*_\x1b]|&(?!#\d+;)/);
    expect(failing(output).match(/<\/?pre>/g)).toEqual(["<pre>", "</pre>"]);
  });

  it("stays far below what GitHub takes, and complete", () => {
    const flood = `${"<".repeat(500)}\n`.repeat(3000);
    const outcomes = Array.from({ length: 400 }, (_, index) =>
      ended(`run web 1.1.${Math.floor(index / 250)}.${index % 250}`, "boot", "Boot web", {
        status: "failed",
        output: `${flood}${index}`,
      }),
    );
    const markdown = summaryOf(aReport({ outcomes }));
    expect(new TextEncoder().encode(markdown).length).toBeLessThan(700 * 1024);
    expect(markdown.match(/<pre>/g)?.length).toBe(markdown.match(/<\/pre>/g)?.length);
    expect(markdown).toContain("the log has it all");
  });
});

it("claims nothing of what serves, and draws nothing, where that part of a run got lost", () => {
  const markdown = summary({ ...recordOf(aReport()), ending: "failed", fates: [], steps: [] });
  expect(markdown).not.toMatch(/serves|What is where|How long|Timeline/);
});

it("has room for 200 hosts with all that was done on them", () => {
  const hosts = Array.from({ length: 200 }, (_, index) => `web-${index}.eu-central-1.compute.example.com`);
  const outcomes = hosts.flatMap((host) =>
    (["look", "prepare", "pull", "boot", "retire", "prune"] as const).map((stage, at) =>
      ended(`${stage} ${host}`, stage, `Do ${stage}`, { from: at * 5, to: at * 5 + 4 }),
    ),
  );
  const markdown = summaryOf(aReport({ outcomes, config: aConfig({ roles: [aRole({ hosts })] }) }));
  expect(markdown).toContain("### Timeline");
  expect(markdown).not.toContain("the log has it all");
  for (const host of hosts) expect(markdown).toContain(host);
  const [picture = ""] = /```mermaid\n.*?```/s.exec(markdown) ?? [];
  expect(picture.length).toBeLessThan(50_000);
});

it("shows the answer of a command that changes nothing", () => {
  expect(answerSummary("app details", "HOST\n1.1.1.1")).toBe(
    "## <code>landfall app details</code>\n\n<pre>HOST\n1.1.1.1</pre>\n",
  );
  expect(answerSummary("deploy", "look:", ["Nothing was done"])).toContain("\n\n**Nothing was done.**\n\n<pre>");
});
