import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { run } from "./command.ts";
import { type Lab, startLab } from "./lab.ts";

describe("a machine of the lab", () => {
  let lab: Lab;

  beforeAll(async () => {
    lab = await startLab({ name: "machines", jump: true, bare: true });
  });

  afterAll(() => lab?.down());

  const ssh = (args: readonly string[], command: string) => run("ssh", ["-o", "ConnectTimeout=1", ...args, command]);
  const server = () => lab.sshArguments(lab.server(0));

  it.each(["root", "deploy"] as const)("lets %s in by SSH, who may use Docker", async (user) => {
    const said = await ssh(
      lab.sshArguments(lab.server(0), { user }),
      "whoami; hostname; docker version --format '{{.Server.Os}}'",
    );
    expect(said).toBe(`${user}\nserver-1\nlinux`);
  });

  it("runs what a test wants to know in the user's home", async () => {
    expect(await lab.server(0).exec("pwd", { user: "deploy" })).toBe("/home/deploy");
    await expect(lab.server(0).exec("echo why >&2; exit 3")).rejects.toThrow("exited with 3: why");
  });

  it("is reached through the jump host", async () => {
    const said = await ssh(lab.sshArguments(lab.server(0), { through: lab.jump }), "echo $SSH_CONNECTION");
    expect(said.split(" ").filter((_, index) => index !== 1)).toEqual([lab.jump.address, lab.server(0).address, "22"]);
  });

  it("has no Docker when it is bare", async () => {
    await expect(ssh(lab.sshArguments(lab.bare), "docker version")).rejects.toThrow("docker: command not found");
  });

  it("reaches its lab and nothing else", async () => {
    expect(await lab.server(0).exec("ip route show default")).toBe("");
    const seen = await lab.server(0).exec(`ssh-keyscan -T 2 -t ed25519 ${lab.jump.address} 2>/dev/null`);
    expect(lab.jump.hostKeys).toContain(seen.replace(`${lab.jump.address} `, ""));
  });

  it("takes an image from this machine's engine", async () => {
    await lab.server(0).addImage(lab.appBase);
    expect(await lab.server(0).exec(`docker run --rm --network none ${lab.appBase} python3 -c 'print(6 * 7)'`)).toBe("42");
  });

  it("boots again after a power cut, with its containers and its host keys", async () => {
    await lab.server(0).addImage(lab.appBase);
    await lab.server(0).exec(`docker run --detach --restart unless-stopped --name kept ${lab.appBase} sleep 600`);
    await lab.server(0).stop();
    await expect(ssh(server(), "true")).rejects.toThrow(lab.server(0).address);
    await lab.server(0).start();
    expect(await ssh(server(), "docker ps --format '{{.Names}}'")).toBe("kept");
  });

  it("loses what is sent to it while it is cut off, until it is healed", async () => {
    await lab.server(0).cut();
    await expect(ssh(server(), "echo hello")).rejects.toThrow(lab.server(0).address);
    await lab.server(0).heal();
    expect(await ssh(server(), "echo hello")).toBe("hello");
  });

  it("hangs while it is paused, and goes on where it was", async () => {
    const slowly = ssh(server(), "sleep 1; echo done");
    await lab.server(0).pause();
    await expect(ssh(server(), "echo hello")).rejects.toThrow("timed out");
    await lab.server(0).unpause();
    expect(await slowly).toBe("done");
  });
});
