import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deployYml } from "../core/config/deploy-yml.ts";
import { startVaultMachine, type VaultMachine } from "./vault-machine.ts";

let machine: VaultMachine;
beforeAll(async () => {
  machine = await startVaultMachine();
  await machine.write("config/deploy.yml", deployYml(""));
});
afterAll(() => machine.down());

describe("AWS Secrets Manager, by Amazon's own command line,", () => {
  const aws = (...words: readonly string[]) => machine.exec(["aws", "secretsmanager", ...words]);

  beforeAll(async () => {
    const values = { "app/KEY": "k3y", "app/db": '{"USER": "app", "PASSWORD": "p\\"4 \\\\ #\'", "PORT": 5432}' };
    await Promise.all(
      Object.entries(values).map(([name, value]) => aws("create-secret", "--name", name, "--secret-string", value)),
    );
  });

  it("gives a secrets file its values, without a program called kamal", async () => {
    await machine.write(
      ".kamal/secrets",
      [
        "SECRETS=$(kamal secrets fetch --adapter aws_secrets_manager --from app KEY db)",
        "KEY=$(kamal secrets extract KEY $SECRETS)",
        "PASSWORD=$(kamal secrets extract app/db/PASSWORD $SECRETS)",
        'URL="postgres://$(kamal secrets extract USER $SECRETS)@db:$(kamal secrets extract PORT $SECRETS)"',
      ].join("\n"),
    );
    const [, ...lines] = (await machine.landfall("secrets", "print")).split("\n");
    expect(lines).toEqual(["KEY=k3y", `PASSWORD=p"4 \\ #'`, "URL=postgres://app@db:5432"]);
  });

  it("gives them to a person, who takes one out", async () => {
    const fetched = await machine.landfall("secrets", "fetch", "-a", "aws_secrets_manager", "app/KEY");
    expect(fetched).toBe('{"app/KEY":"k3y"}');
    expect(await machine.landfall("secrets", "extract", "KEY", fetched)).toBe("k3y");
    await expect(machine.landfall("secrets", "extract", "OTHER", fetched)).rejects.toThrow(
      /exited with 1: ERROR: Could not find secret OTHER: fetched were app\/KEY$/,
    );
  });

  it("shows what there is, and why the rest is missing", async () => {
    await machine.write(".kamal/secrets", "A=b\nKEY=$(kamal secrets fetch -a aws_secrets_manager --account nobody app/KEY)\n");
    await expect(machine.landfall("secrets", "print")).rejects.toThrow(
      /ERROR: KEY: \.kamal\/secrets:2: could not read app\/KEY from AWS Secrets Manager: .*profile \(nobody\) could not be found/,
    );
    expect(await machine.exec(["sh", "-c", "node /landfall/src/cli/main.ts secrets print || true"])).toBe("A=b");
  });
});

describe("a vault that nobody has opened tells what to do:", () => {
  it.each([
    ["lastpass", /could not log in to LastPass as me@example\.com: .*Run `lpass login me@example\.com` first/],
    ["bitwarden", /could not open Bitwarden as me@example\.com: .*unauthenticated.*Run `bw login` and `bw unlock` first/],
    ["1password", /1Password CLI \(op\) is not installed/],
  ])("%s", async (adapter, advice) => {
    const fetching = machine.landfall("secrets", "fetch", "-a", adapter, "--account", "me@example.com", "app/KEY");
    await expect(fetching).rejects.toThrow(advice);
  });
});
