import { chmod, mkdir, mkdtemp, readdir, readFile, readlink, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readLegacyFiles, replaceFile } from "../../src/adapters/legacy-files.ts";

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "landfall-legacy-"));
});

afterEach(() => rm(directory, { recursive: true }));

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(directory, name)), { recursive: true });
    await writeFile(join(directory, name), text);
  }
}

const read = () => readLegacyFiles(directory, "config/deploy.yml");

describe("a project of Kamal 1 is read:", () => {
  it("deploy.yml and the files of its destinations, and no others", async () => {
    await write({
      "config/deploy.yml": "a",
      "config/deploy.eu.yml": "b",
      "config/deploy.us.yml": "c",
      "config/database.yml": "d",
    });
    await write({ "config/deploy.yml.orig": "e", "deploy.fr.yml": "f" });
    const { base, destinations } = await read();
    expect(base).toEqual({ path: "config/deploy.yml", text: "a" });
    expect(destinations).toEqual([
      { path: "config/deploy.eu.yml", text: "b" },
      { path: "config/deploy.us.yml", text: "c" },
    ]);
  });

  it("hooks of MRSK and of Kamal, without samples", async () => {
    await write({ "config/deploy.yml": "", ".kamal/hooks/pre-build": "x", ".kamal/hooks/pre-build.sample": "y" });
    await write({ ".mrsk/hooks/post-deploy": "z" });
    expect((await read()).hooks).toEqual([
      { path: ".kamal/hooks/pre-build", text: "x" },
      { path: ".mrsk/hooks/post-deploy", text: "z" },
    ]);
  });

  it("where secrets come from", async () => {
    await write({
      "config/deploy.yml": "",
      ".env": "A=1",
      ".env.staging": "A=2",
      ".env.erb": "",
      ".env.example": "A=",
      ".envrc": "",
    });
    expect(await read()).toMatchObject({ envFiles: [".env", ".env.erb", ".env.staging"], secretsFile: false });
    await write({ ".kamal/secrets.staging": "A=1" });
    expect((await read()).secretsFile).toBe(true);
  });

  it("and one without deploy.yml is told where it was looked for", async () => {
    await expect(read()).rejects.toMatchObject({
      problems: [{ file: "config/deploy.yml", message: "there is no such file", hint: expect.stringContaining(directory) }],
    });
  });
});

it("a file is replaced as a whole, with its rights", async () => {
  await write({ "config/deploy.yml": "old" });
  await chmod(join(directory, "config/deploy.yml"), 0o640);
  await replaceFile(directory, { path: "config/deploy.yml", text: "new" });
  expect(await readFile(join(directory, "config/deploy.yml"), "utf8")).toBe("new");
  expect((await stat(join(directory, "config/deploy.yml"))).mode & 0o777).toBe(0o640);
  expect(await readdir(join(directory, "config"))).toEqual(["deploy.yml"]);
});

it("a file is replaced where a symbolic link leads to it, and the link stays", async () => {
  await write({ "shared.yml": "old", "config/other.yml": "" });
  await symlink("../shared.yml", join(directory, "config/deploy.yml"));
  await replaceFile(directory, { path: "config/deploy.yml", text: "new" });
  expect(await readFile(join(directory, "shared.yml"), "utf8")).toBe("new");
  expect(await readlink(join(directory, "config/deploy.yml"))).toBe("../shared.yml");
});

it("a file that is no text in UTF-8 is refused, and so not rewritten with parts lost", async () => {
  await write({ "config/deploy.yml": "a" });
  await writeFile(join(directory, "config/deploy.eu.yml"), Buffer.from("b: \xe9", "latin1"));
  await expect(read()).rejects.toMatchObject({
    problems: [{ file: "config/deploy.eu.yml", line: 1, column: 4, message: "is not text in UTF-8" }],
  });
});
