import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { type Ended, runStep } from "../action/runner.ts";
import type { Github } from "../github/server.ts";
import { aGithub } from "../github/support.ts";
import { buildKamalProxyImage } from "../lab/kamal-proxy/image.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import { answerOf } from "./answer.ts";
import { createProject, type Project } from "./project.ts";

const destinations = ["staging", "production"] as const;

/** Two jobs of one workflow: the first builds for its own server, the second deploys to another one what the first has built. */
describe("promoted from staging to production", () => {
  let lab: Lab;
  let github: Github;
  let project: Project;
  let version: string;
  let staging: Ended;

  beforeAll(async () => {
    const [started, tag] = await Promise.all([
      startLab({ name: "promotion", servers: 2, registry: true }),
      buildKamalProxyImage(),
    ]);
    lab = started;
    await Promise.all(lab.servers.map((server) => server.addImage(tag)));
    project = await createProject(lab, { name: "promoted" });
    for (const [index, destination] of destinations.entries()) {
      const settings = { servers: [lab.server(index).address], proxy: { host: `${destination}.example.com` } };
      await writeFile(join(project.directory, `config/deploy.${destination}.yml`), stringify(settings));
    }
    version = await project.commit({ ".kamal/secrets": "" });
    github = await aGithub({ repositories: [{ name: "acme/app", commits: [version] }] });
    staging = await deploy("staging");
  });

  afterAll(async () => {
    await github[Symbol.asyncDispose]();
    await lab.down();
  });

  it("is the same image, by its digest, and is not built again", async () => {
    const { image = "", digest = "" } = staging.outputs;
    expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    const production = await deploy("production", { image: `${image}@${digest}` }, await withoutDocker());
    expect(production.outputs).toMatchObject({ version, image, digest });
    const answers = destinations.map((destination, index) => answerOf(lab.server(index).url, `${destination}.example.com`));
    expect(await Promise.all(answers)).toEqual([version, version]);
    const ids = lab.servers.map((server, index) =>
      server.exec(`docker inspect --format '{{.Image}}' promoted-web-${destinations[index]}-${version}`),
    );
    expect(new Set(await Promise.all(ids)).size).toBe(1);
    expect(production.summary).toMatch(/Promoted from <a href="[^"]*staging.example.com">staging</);
    expect(staging.summary).not.toContain("Promoted");
    expect(github.faults).toEqual([]);
  });

  it("is still known for what it is after a way back", async () => {
    await project.commit({ "note.txt": "another" });
    expect((await deploy("production")).outputs.digest).not.toBe(staging.outputs.digest);
    const back = await deploy("production", { command: `rollback ${version}` });
    expect(back.outputs).toMatchObject({ version, digest: staging.outputs.digest });
  });

  async function deploy(
    destination: (typeof destinations)[number],
    inputs: Readonly<Record<string, string>> = {},
    path = project.env.PATH ?? "",
  ): Promise<Ended> {
    const { main } = await runStep({
      workspace: project.directory,
      env: { PATH: path, TMPDIR: lab.folder, GITHUB_API_URL: github.url },
      with: {
        ...{ destination, environment: destination, "ssh-private-key": lab.sshKey.privateKey, "ssh-known-hosts": lab.knownHosts },
        secrets: JSON.stringify({ REGISTRY_PASSWORD: lab.registry.password, API_KEY: "k3y-of-the-app" }),
        ...inputs,
      },
    });
    expect({ exitCode: main.exitCode, log: main.exitCode === 0 ? "" : main.log }).toEqual({ exitCode: 0, log: "" });
    return main;
  }

  /** A PATH with nothing on it. */
  async function withoutDocker(): Promise<string> {
    const bin = join(lab.folder, "nothing");
    await mkdir(bin);
    return bin;
  }
});
