import { expect, it } from "vitest";
import { docker } from "../command.ts";
import { labelled } from "../label.ts";
import { buildKamalProxyImage } from "./image.ts";

it("runs as kamal-proxy does: by its own user, with its label, and with its command line on PATH", async () => {
  const image = await buildKamalProxyImage();
  const container = await docker(["run", "--detach", "--network", "none", ...labelled("kamal-proxy-image"), image]);
  try {
    expect(await docker(["inspect", "--format", '{{index .Config.Labels "org.opencontainers.image.title"}}', container])).toBe(
      "kamal-proxy",
    );
    expect(await docker(["exec", container, "sh", "-c", "echo ~ && : >~/.config/kamal-proxy/probe"])).toBe("/home/kamal-proxy");
    await served(container);
    expect(await docker(["exec", container, "kamal-proxy", "list"])).toMatch(/Service.*Host.*Path.*Target.*State.*TLS/);
    await expect(docker(["exec", container, "kamal-proxy", "resume", "web"])).rejects.toThrow("Error: service not found");
  } finally {
    await docker(["rm", "--force", "--volumes", container]);
  }
});

const served = async (container: string): Promise<void> => {
  while (!(await docker(["logs", container])).includes("Server started"));
};
