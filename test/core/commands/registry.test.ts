import { describe, expect, it } from "vitest";
import { login, loginHere, loginOf } from "../../../src/core/commands/registry.ts";
import type { Registry } from "../../../src/core/config/config.ts";
import { aHome } from "../../shell/home.ts";
import { aConfig, aRegistry, theSecrets } from "../../support.ts";

const password = `it's "p$w" \`id\` \\ %s`;
const secrets = theSecrets({ TOKEN: password, USER: "robot$1" });
const given = (over: Partial<Registry> = {}) => {
  const found = loginOf(aConfig({ registry: aRegistry(over) }), secrets);
  if (!found) throw new Error("There is nothing to log in to");
  return found;
};

describe("logging a server in", () => {
  it.each([
    ["Docker Hub", {}, "login -u acme --password-stdin"],
    ["another registry", { server: "reg.example.com" }, "login reg.example.com -u acme --password-stdin"],
    ["a registry whose user name is a secret", { username: { secret: "USER" } }, "login -u robot$1 --password-stdin"],
  ])("to %s hands the password over by standard input alone", async (_, over, args) => {
    using home = aHome();
    home.install("docker", 'echo "$*" > args', "cat > password");
    expect((await home.run(login(given(over)))).code).toBe(0);
    expect(home.read("args")).toBe(`${args}\n`);
    expect(home.read("password")).toBe(password);
  });

  it("fails with Docker's own words", async () => {
    using home = aHome();
    home.install("docker", "cat > password", "echo unauthorized >&2", "exit 1");
    expect(await home.run(login(given()))).toEqual({ code: 1, output: "unauthorized\n" });
  });

  it("shows neither password nor a user name that is a secret", () => {
    expect(String(login(given({ username: { secret: "USER" } })))).toBe(
      "printf %s [TOKEN] | docker login -u [USER] --password-stdin 2>&1",
    );
  });

  it("takes a literal password for a secret, too", () => {
    expect(String(login(given({ password: { literal: "hunter2" } })))).not.toContain("hunter2");
  });
});

describe("logging the runner in", () => {
  it("hands the password over by standard input", () => {
    const program = loginHere(given({ server: "reg.example.com" }));
    expect(program.argv.join(" ")).not.toContain(password);
    expect(program.stdin?.reveal()).toBe(password);
  });

  it("puts no secret into the arguments as people see them", () => {
    expect(loginHere(given({ username: { secret: "USER" } })).argv.join(" ")).not.toContain("robot$1");
  });
});
