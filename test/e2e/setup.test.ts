import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildKamalProxyImage } from "../lab/kamal-proxy/image.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import { answerOf } from "./answer.ts";
import { createProject } from "./project.ts";
import { expectSuccess } from "./success.ts";

describe("setting servers up", () => {
  let lab: Lab;

  beforeAll(async () => {
    const [started, tag] = await Promise.all([
      startLab({ name: "setup", servers: 1, registry: true, bare: true }),
      buildKamalProxyImage(),
    ]);
    lab = started;
    await lab.server(0).addImage(tag);
  });

  afterAll(() => lab.down());

  it("installs nothing where Docker runs, and deploys", async () => {
    const project = await createProject(lab);
    const version = await project.commit({});
    const ended = await project.landfall("setup");
    expectSuccess(ended);
    expect(ended.stderr).not.toContain("Install Docker");
    expect(await answerOf(lab.server(0).url)).toBe(version);
  });

  it("says what kept Docker from being installed, before anything is built", async () => {
    const project = await createProject(lab, { name: "bare", settings: { servers: [lab.bare.address] } });
    const { exitCode, stderr } = await project.landfall("setup");
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(new RegExp(`ERROR: ${lab.bare.address}: .*docker.io`, "s"));
    expect(stderr).not.toContain("Build and push");
  });
});
