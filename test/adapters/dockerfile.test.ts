import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { dockerfileComplaint } from "../../src/adapters/dockerfile.ts";

let directory = "";
const git = (...args: readonly string[]) =>
  execFileSync("git", ["-C", directory, "-c", "user.name=Ann", "-c", "user.email=ann@example.com", ...args]);
const commit = () => {
  git("add", "--all");
  git("commit", "--quiet", "--allow-empty", "--message", "Change");
};
const write = (path: string) => writeFileSync(join(directory, path), "FROM scratch\n");
const complaint = (dockerfile: string, { project = directory, submodules = false } = {}) =>
  dockerfileComplaint(project, dockerfile, { submodules });

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "landfall-dockerfile-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  git("init", "--quiet");
  mkdirSync(join(directory, "docker"));
  write("docker/app");
  writeFileSync(join(directory, ".gitignore"), "ignored\n");
  commit();
});

describe("a Dockerfile for a clone", () => {
  it("is fine when it is committed, however it is reached", async () => {
    symlinkSync("docker", join(directory, "link"));
    mkdirSync(join(directory, "apps"));
    commit();
    expect(await complaint("docker/app")).toBeUndefined();
    expect(await complaint("./link/app")).toBeUndefined();
    expect(await complaint("../docker/app", { project: join(directory, "apps") })).toBeUndefined();
  });

  it("is fine when it has changed or gone since, for HEAD is built", async () => {
    write("Dockerfile");
    commit();
    writeFileSync(join(directory, "docker/app"), "FROM busybox\n");
    rmSync(join(directory, "Dockerfile"));
    expect(await complaint("docker/app")).toBeUndefined();
    expect(await complaint("Dockerfile")).toBeUndefined();
  });

  it("is missed when there is none", async () => {
    expect(await complaint("Dockerfile")).toMatch(/^Missing Dockerfile: /);
  });

  it("is missed when nobody has committed it", async () => {
    write("Dockerfile");
    write("ignored");
    expect(await complaint("Dockerfile")).toMatch(/^Dockerfile is not committed/);
    expect(await complaint("ignored")).toMatch(/^ignored is not committed/);
    git("add", "Dockerfile");
    expect(await complaint("Dockerfile")).toMatch(/^Dockerfile is not committed/);
  });

  it("may come with a submodule that is not there yet", async () => {
    expect(await complaint("vendor/Dockerfile", { submodules: true })).toBeUndefined();
  });
});
