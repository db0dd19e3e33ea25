import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { docker, run } from "./command.ts";
import { buildApp } from "./image.ts";
import { type Lab, startLab } from "./lab.ts";

describe("the lab's registry", () => {
  let lab: Lab;

  beforeAll(async () => {
    lab = await startLab({ name: "registry", registry: true });
  });

  afterAll(() => lab?.down());

  const login = () => ["login", "--username", lab.registry.username, "--password-stdin", lab.registry.address];

  it("takes the sample app from this machine and gives it to a server, which runs it", async () => {
    const image = `${lab.registry.address}/sample:v1`;
    expect(await lab.registry.tags("sample")).toEqual([]);
    await buildApp(image);
    await docker(["--config", lab.folder, ...login()], { input: lab.registry.password });
    await docker(["--config", lab.folder, "push", "--quiet", image]);
    await docker(["rmi", image]);
    expect(await lab.registry.tags("sample")).toEqual(["v1"]);

    await run("ssh", [...lab.sshArguments(lab.server(0)), "docker", ...login()], { input: lab.registry.password });
    await lab.server(0).exec(`docker run --detach --quiet --publish 80:80 --env KAMAL_VERSION=v1 ${image}`);
    expect(await run("curl", ["--silent", "--retry", "9", "--retry-all-errors", "--retry-delay", "1", lab.server(0).url])).toBe(
      "v1",
    );
  });

  it("lets nobody in without its password", async () => {
    const config = ["--config", `${lab.folder}/stranger`];
    await expect(docker([...config, ...login()], { input: "a guess" })).rejects.toThrow("401 Unauthorized");
  });
});
