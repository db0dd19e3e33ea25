import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkout, deployYml, savedFacts } from "../action/workspace.ts";
import { type Happening, pullRequestEvent } from "../github/pull-request-event.ts";
import type { Approval, PullRequest } from "../github/repository.ts";
import type { Github } from "../github/server.ts";
import { accessTo, aGithub } from "../github/support.ts";
import { answerIn, answerTo } from "./in-process.ts";

let project: Awaited<ReturnType<typeof checkout>>;

beforeAll(async () => {
  project = await checkout({
    "config/deploy.yml": `${deployYml}x-landfall: { preview: { host: "pr-{number}-{branch}.example.com", allow_forks: approved } }\n`,
    ...{ ".kamal/secrets": "REGISTRY_PASSWORD=passw0rd\n", "facts.json": savedFacts },
    ...{ ".kamal/hooks/pre-deploy": "#!/bin/sh\nexit 1\n", Dockerfile: "FROM scratch\nLABEL service=shop\n" },
  });
  await writeFile(join(project.directory, "config/plain.yml"), deployYml);
});
afterAll(() => project[Symbol.asyncDispose]());

const answer = (...words: readonly string[]) => answerIn(project.directory, ...words);
const dry = (): string[] => ["--dry-run", "--skip-push", "--facts", join(project.directory, "facts.json")];

describe("preview deploy", () => {
  it("shows a whole deploy of a service of its own, at its own address", async () => {
    const { text } = await answer("preview", "deploy", "12", "--branch", "Fix/Cart", ...dry());
    expect(text).toContain(`docker run --detach --restart unless-stopped --name shop-pr-12-web-${project.commit}`);
    expect(text).toContain("kamal-proxy deploy shop-pr-12-web");
    expect(text).toContain('--host="pr-12-fix-cart.example.com"');
    expect(text).toContain(`docker pull --quiet acme/shop:landfall-pr-12-${project.commit}`);
    expect(text).not.toContain("pre-deploy");
  });

  it("is what a deploy does with --preview, and other commands act on nothing else", async () => {
    const asked = ["--preview", "12", "--branch", "b"];
    const [direct, deploy] = [
      await answer("preview", "deploy", "12", "--branch", "b", ...dry()),
      await answer("deploy", ...asked, ...dry()),
    ];
    const titles = ({ text }: typeof direct): string[] => text.split("\n").filter((line) => /^ {0,4}[A-Za-z]/.test(line));
    expect(titles(direct)).toEqual(titles(deploy));
    expect(deploy.text).toContain("shop-pr-12-web");
    const facts = ["--dry-run", "--facts", join(project.directory, "facts.json")];
    expect((await answer("rollback", "v1", ...asked, ...facts)).text).toContain("shop-pr-12-web-v1");
    await expect(answer("deploy", "--preview", "12", ...dry())).rejects.toThrow(
      "takes the branch to be known: name it with --branch",
    );
  });

  it.each([["0"], ["-1"], ["1.5"], ["twelve"]])("is not of the pull request %s", async (number) => {
    await expect(answer("preview", "deploy", "--dry-run", "--", number)).rejects.toThrow("it takes a whole number");
  });

  it("is refused where deploy.yml says nothing of previews", async () => {
    await expect(answer("preview", "deploy", "12", "-c", "config/plain.yml", ...dry())).rejects.toThrow(
      "says nothing of previews",
    );
    await expect(answer("preview", "list", "-c", "config/plain.yml")).rejects.toThrow("says nothing of previews");
  });
});

describe("words that are not meant", () => {
  it.each([
    [["12"], 'There is no command "landfall preview 12". "landfall preview deploy 12" deploys that one.'],
    [["dploy"], 'There is no command "landfall preview dploy". There are deploy, remove, list and prune'],
    [["list", "--preview", "12"], "This is about all previews: leave --preview out"],
    [["prune", "--preview", "12"], "This is about all previews: leave --preview out"],
    [["--dry-run", "deploy", "12"], "Options stand behind the whole command: landfall preview deploy, and then all of them"],
    [["-d", "staging", "deploy", "12"], "Options stand behind the whole command: landfall preview deploy"],
    [["-c", "config/plain.yml", "remove", "12", "-y"], "Options stand behind the whole command: landfall preview remove"],
    [["--verbose", "prune"], "Options stand behind the whole command: landfall preview prune"],
    [["remove", "12", "-y", "-h", "1.1.1.1"], "This is about whole previews: leave --hosts, --roles and --primary out"],
    [["remove", "12", "-y", "-r", "web"], "This is about whole previews"],
    [["prune", "-p"], "This is about whole previews"],
    [["remove", "12", "--preview", "13"], "Which one is meant, #12 or #13? Leave --preview out"],
  ])("are told: preview %s", async (words, complaint) => {
    await expect(answer("preview", ...words)).rejects.toThrow(complaint);
  });
});

describe("a command about what all apps of a server share", () => {
  it.each([
    ["proxy", "reboot", "-y"],
    ["remove", "-y"],
    ["registry", "logout"],
    ["server", "exec", "date"],
  ])("is not for a preview: %s %s", async (...words) => {
    await expect(answer(...words, "--preview", "12")).rejects.toThrow("it is not for a preview. Leave --preview out");
  });
});

const sha = "a".repeat(40);
const event = (action: Happening["action"], { fork = false, name = "pull_request", commit = sha } = {}) => ({
  ...{ name, environment: "previews" },
  payload: pullRequestEvent({ action, sha: commit, from: fork ? "eve/app" : "acme/app" }),
});
const aGithubWith = (facts: { readonly pullRequests?: readonly PullRequest[]; readonly approvals?: readonly Approval[] }) =>
  aGithub({ repositories: [{ name: "acme/app", runs: [{ id: 4711, attempt: 1, status: "in_progress" }], ...facts }] });
const jobAt = (github: Github) => ({
  github: accessTo(github),
  run: { url: undefined, id: "4711", attempt: "1", machine: "runner", step: undefined },
});

describe("preview in a workflow", () => {
  it("does nothing for an event that changes nothing, and says so", async () => {
    const { text, preview } = await answerTo({ directory: project.directory, event: event("edited") }, "preview");
    expect([text, preview]).toEqual(['"edited" changes nothing about a preview.', { state: "skipped", url: undefined }]);
  });

  it("is of all servers: a preview that was deployed on some could not be removed by its next event", async () => {
    const asked = answerTo({ directory: project.directory, event: event("opened") }, "preview", "-h", "1.1.1.1");
    await expect(asked).rejects.toThrow("This is about whole previews");
  });

  it("reads no file for a fork that nobody has approved", async () => {
    const approvals = [
      { run: 4711, state: "rejected", environment: "previews" } as const,
      { run: 4711, state: "approved", environment: "docs" } as const,
    ];
    await using github = await aGithubWith({ approvals });
    const saying = async (name: string): Promise<string> => {
      const place = { directory: "/nowhere", event: event("opened", { fork: true, name }), job: jobAt(github) };
      return (await answerTo(place, "preview")).text;
    };
    expect(await saying("pull_request")).toBe("A pull request from a fork gets no preview.");
    expect(await saying("pull_request_target")).toBe(
      "A pull request from a fork gets no preview: nobody has approved this run at the environment previews.",
    );
  });

  it("goes on for a fork that a person has approved, with the commit that was approved and no other", async () => {
    await using github = await aGithubWith({
      approvals: [{ run: 4711, state: "approved", environment: "previews" }],
    });
    const saying = async (commit: string): Promise<string> => {
      const forked = event("edited", { fork: true, name: "pull_request_target", commit });
      return (await answerTo({ directory: project.directory, event: forked, job: jobAt(github) }, "preview")).text;
    };
    expect(await saying(project.commit)).toBe('"edited" changes nothing about a preview.');
    expect(await saying(sha)).toBe(
      `A pull request from a fork gets no preview from another commit than the approved one: check out ${sha}.`,
    );
  });

  it("is refused for an event without a pull request, and in a terminal", async () => {
    const pushed = { directory: project.directory, event: { name: "push", payload: {}, environment: "previews" } };
    await expect(answerTo(pushed, "preview")).rejects.toThrow("The event push is of no pull request");
    await expect(answer("preview")).rejects.toThrow("By itself, this is for a workflow");
  });
});
