import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readSecrets, type SecretsRequest } from "../../src/adapters/secrets.ts";
import { Secret } from "../../src/core/shell/secret.ts";

let directory = "";
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "secrets-"));
});
afterEach(() => rm(directory, { recursive: true }));

const write = (name: string, text: string) => writeFile(join(directory, name), text);
const given = (values: Readonly<Record<string, string>>) =>
  new Map(Object.entries(values).map(([name, value]) => [name, new Secret(name, value)]));

async function read(request: Partial<SecretsRequest> = {}) {
  const { secrets, files, failures, warnings } = await readSecrets({
    secretsPath: "secrets",
    destination: undefined,
    cwd: directory,
    env: { PATH: process.env.PATH },
    given: new Map(),
    signal: new AbortController().signal,
    ...request,
  });
  return {
    values: Object.fromEntries([...secrets].map(([name, secret]) => [name, secret.reveal()])),
    files,
    failures: Object.fromEntries(failures),
    warnings,
  };
}

describe("secrets are read from", () => {
  it("the common file and then the project's, which wins", async () => {
    await write("secrets-common", "A=common\nB=common\n");
    await write("secrets", "B=own\n");
    expect(await read()).toEqual({
      values: { A: "common", B: "own" },
      files: ["secrets-common", "secrets"],
      failures: {},
      warnings: [],
    });
  });

  it("the destination's file instead of the plain one", async () => {
    await write("secrets", "A=plain\nB=plain\n");
    await write("secrets.staging", "A=staging\n");
    expect(await read({ destination: "staging" })).toEqual({
      values: { A: "staging" },
      files: ["secrets.staging"],
      failures: {},
      warnings: [],
    });
  });

  it("what was given, where there is no file", async () => {
    expect(await read({ given: given({ A: "given" }) })).toEqual({
      values: { A: "given" },
      files: [],
      failures: {},
      warnings: [],
    });
  });

  it("the files first, and what was given for names that no file has", async () => {
    await write("secrets", "A=file\nC=$B\n");
    expect(await read({ given: given({ A: "given", B: "given" }) })).toMatchObject({
      values: { A: "file", B: "given", C: "given" },
    });
  });

  it("no file's other names are taken from the environment", async () => {
    await write("secrets", "A=$FROM_ENV\n");
    expect(await read({ env: { FROM_ENV: "env" } })).toMatchObject({ values: { A: "env" } });
  });

  it("each file by itself: a variable of the common one is not seen in the other", async () => {
    await write("secrets-common", "A=common\n");
    await write("secrets", "B=$A.\n");
    expect(await read()).toMatchObject({ values: { A: "common", B: "." } });
  });
});

describe("a command of a secrets file", () => {
  it("runs in the project's directory, with what was given in its environment", async () => {
    await write("key", "from a file\n");
    await write("secrets", `A=$(cat key)\nB=$(printf %s "\\$TOKEN")\n`);
    expect(await read({ given: given({ TOKEN: "t0ken" }) })).toMatchObject({ values: { A: "from a file", B: "t0ken" } });
  });

  it("is not seen in the list of processes", async () => {
    await write("secrets", "A=hunter2\nB=$(tr '\\\\0' ' ' < /proc/$$/cmdline; : $A)\n");
    const { values } = await read();
    expect(values.B).not.toContain("hunter2");
    expect(values.B).toContain("sh -c");
  });

  it("reads nothing from standard input", async () => {
    await write("secrets", "A=$(cat; echo end)\n");
    expect(await read()).toMatchObject({ values: { A: "end" } });
  });

  it("that fails leaves the name to what was given", async () => {
    await write("secrets", "A=$(cat missing.key)\nB=$(cat missing.key)\n");
    const { values, failures } = await read({ given: given({ A: "given" }) });
    expect(values).toEqual({ A: "given" });
    expect(failures).toEqual({
      B: expect.stringMatching(/^secrets:2: its command \(cat\) ended with exit code 1: cat: .*missing\.key/),
    });
  });

  it("may fail on purpose", async () => {
    await write("secrets", "A=$(cat missing.key || true)\n");
    expect(await read()).toMatchObject({ values: { A: "" }, failures: {} });
  });
});

describe("a vault's secrets", () => {
  /** A program that stands for the vendor's; it writes down every call. */
  async function installAws(): Promise<Readonly<Record<string, string>>> {
    const lines = [
      "#!/bin/sh",
      'echo "$AWS_PROFILE $*" >>calls',
      `printf '{"SecretValues": [{"Name": "app", "SecretString": "%s"}]}' '{\\"A\\": \\"1 $ 2\\", \\"B\\": 3}'`,
    ];
    await writeFile(join(directory, "aws"), lines.join("\n"), { mode: 0o755 });
    return { PATH: `${directory}:${process.env.PATH}` };
  }
  const calls = async () => (await readFile(join(directory, "calls"), "utf8")).trim().split("\n");
  const fetched = "$(kamal secrets fetch --adapter aws_secrets_manager app)";

  it("are fetched and extracted without a program called kamal", async () => {
    await write("secrets", `S=${fetched}\nA=$(kamal secrets extract A $S)\nB="<$(kamal secrets extract app/B $S)>"\n`);
    expect(await read({ env: await installAws() })).toMatchObject({ values: { A: "1 $ 2", B: "<3>" }, failures: {} });
  });

  it("are fetched once, though several lines and files want them", async () => {
    await write("secrets-common", `S=${fetched}\nA=$(kamal secrets extract A $S)\n`);
    await write("secrets", `S=${fetched}\nT=${fetched}\nB=$(kamal secrets extract B $T)\n`);
    expect(await read({ env: await installAws() })).toMatchObject({ values: { A: "1 $ 2", B: "3" }, failures: {} });
    expect(await calls()).toHaveLength(1);
  });

  it("are fetched with what was given in the environment", async () => {
    await write("secrets", `S=${fetched}\n`);
    await read({ env: await installAws(), given: given({ AWS_PROFILE: "given" }) });
    expect(await calls()).toEqual(["given secretsmanager batch-get-secret-value --secret-id-list app --output json"]);
  });

  it("that are not there take nobody else's place: neither the common file's value nor an empty one", async () => {
    await write("secrets-common", "A=common\nB=common\n");
    await write("secrets", `S=${fetched}\nA=$(kamal secrets extract NONE $S)\nURL=x$A\n`);
    const { values, failures } = await read({ env: await installAws() });
    expect(values).toEqual({ B: "common", S: expect.any(String) });
    expect(failures).toEqual({
      A: "secrets:2: Could not find secret NONE: fetched were app/A, app/B",
      URL: expect.stringMatching(/^secrets:3: it needs A/),
    });
  });
});

it("a secret that loses a part is warned of with its place", async () => {
  await write("key", "pa$word");
  await write("secrets", "A=b\nC=$(cat key)\n");
  expect(await read()).toMatchObject({ values: { C: "pa" }, warnings: [{ file: "secrets", line: 2 }] });
});

it("a line that dotenv refuses is told with its place", async () => {
  await write("secrets", "A=b\nexport C\n");
  await expect(read()).rejects.toMatchObject({ name: "InvalidInput", problems: [{ file: "secrets", line: 2 }] });
});

it("a secret does not show when it is printed", async () => {
  await write("secrets", "A=hunter2\n");
  const { secrets } = await readSecrets({
    secretsPath: "secrets",
    destination: undefined,
    cwd: directory,
    env: {},
    given: new Map(),
    signal: new AbortController().signal,
  });
  expect(`${secrets.get("A")} ${JSON.stringify([...secrets])}`).not.toContain("hunter2");
});

it("a secrets file that cannot be read is refused by its name", async () => {
  await mkdir(join(directory, "secrets"));
  await expect(read()).rejects.toMatchObject({ problems: [{ file: "secrets", message: "cannot be read: it is a directory" }] });
});
