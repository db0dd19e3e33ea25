import { existsSync } from "node:fs";
import { expect, it } from "vitest";
import { docker, run } from "./command.ts";
import { type Lab, startLab } from "./lab.ts";
import { LABEL } from "./label.ts";

const whole = { servers: 1, registry: true, jump: true } as const;

async function remains({ name, folder, registry }: Lab): Promise<readonly string[]> {
  const mine = ["--quiet", "--filter", `label=${LABEL}=${name}`];
  const kinds = [
    ["container", "ls", "--all"],
    ["network", "ls"],
    ["volume", "ls"],
  ];
  const left = await Promise.all(kinds.map((kind) => docker([...kind, ...mine])));
  const trusted = await docker(["info", "--format", "{{json .RegistryConfig.InsecureRegistryCIDRs}}"]);
  const subnet = registry.address.replace(/\d+:5000$/, "0/24");
  return [
    ...left.filter((ids) => ids !== ""),
    ...(existsSync(folder) ? [folder] : []),
    ...(trusted.includes(subnet) ? [subnet] : []),
  ];
}

it("leaves nothing of a lab on this machine", async () => {
  const lab = await startLab({ ...whole, name: "swept" });
  expect(await remains(lab)).toHaveLength(5);
  await lab.down();
  expect(await remains(lab)).toEqual([]);
});

it("leaves another lab alone", async () => {
  await using other = await startLab({ name: "swept-other" });
  const lab = await startLab({ ...whole, name: "swept" });
  await lab.down();
  expect(await run("ssh", [...other.sshArguments(other.server(0)), "hostname"])).toBe("server-1");
});

it("removes what a crash left of a lab when one of the same name starts", async () => {
  const crashed = await startLab({ name: "swept", servers: 2 });
  await using lab = await startLab({ name: "swept", servers: 1 });
  expect(lab.sshKey.publicKey).not.toBe(crashed.sshKey.publicKey);
  expect(await docker(["ps", "--format", "{{.Names}}", "--filter", `label=${LABEL}=swept`])).toBe("landfall-swept-server-1");
});

it("keeps requests to a lab that is gone on this machine", async () => {
  await startLab({ name: "swept", servers: 0 }).then((lab) => lab.down());
  await expect(run("ip", ["route", "get", "10.213.0.9"])).rejects.toThrow("No route to host");
});

it("says what a lab was started without", async () => {
  await using lab = await startLab({ name: "swept", servers: 0 });
  expect(() => lab.registry).toThrow("This lab was started without a registry");
  expect(() => lab.server(0)).toThrow("This lab was started without a server 0");
});
