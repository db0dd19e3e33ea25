import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readUploads } from "../../src/adapters/uploads.ts";
import type { Accessory, Mount } from "../../src/core/config/accessory.ts";
import { InvalidInput } from "../../src/core/config/problem.ts";
import { anAccessory, anEnv, theSecrets } from "../support.ts";

const aMount = (local: string, remote: string): Mount => ({
  ...{ local, remote, mode: "755", owner: undefined, options: undefined },
});

describe("the files of accessories", () => {
  let cwd: string;

  beforeEach(async () => {
    cwd = await mkdtemp(join(tmpdir(), "landfall-uploads-"));
  });

  afterEach(() => rm(cwd, { recursive: true }));

  const read = (...accessories: readonly Accessory[]) =>
    readUploads({
      ...{ accessories, cwd, destination: "staging", signal: new AbortController().signal },
      env: { ...process.env, HOME: cwd, PLACE: "Berne" },
      secrets: theSecrets({ ROOT: "r'00t" }),
      ...{ locate: () => ({ file: "deploy.yml", line: 1, column: 1 }), sources: new Map() },
    });

  /** What is sent of each file, in their order. */
  async function textsOf(...files: readonly Mount[]): Promise<string[]> {
    const read = await reading(files);
    return [...read.values()].map((content) => Buffer.from(content.reveal(), "base64").toString("latin1"));
  }

  const reading = async (files: readonly Mount[]) => {
    const env = anEnv({ SIZE: "1G", BLANK: undefined }, ["ROOT"]);
    return (await read(anAccessory({ files, env }))).files;
  };

  it("are sent as they are, bytes that are no text too", async () => {
    await writeFile(join(cwd, "my.cnf"), Buffer.from([0, 255, 10, 39]));
    expect(await textsOf(aMount("my.cnf", "/etc/my.cnf"))).toEqual(["\u0000\u00ff\n'"]);
  });

  it("may lie in the home", async () => {
    await writeFile(join(cwd, "my.cnf"), "x");
    expect(await textsOf(aMount("~/my.cnf", "/etc/my.cnf"))).toEqual(["x"]);
  });

  it("are templates where their names end in erb, with the accessory's variables and secrets beside the rest", async () => {
    const template =
      '# <%= ENV["ROOT"] %> <%= ENV["SIZE"] %>[<%= ENV["BLANK"] %>]<%= ENV["PLACE"] %> <%= ENV["KAMAL_DESTINATION"] %>\n';
    await writeFile(join(cwd, "init.sql.erb"), template);
    await writeFile(join(cwd, "plain.sql"), template);
    expect(await textsOf(aMount("init.sql.erb", "/a"), aMount("plain.sql", "/b"))).toEqual([
      "# r'00t 1G[]Berne staging\n",
      template,
    ]);
  });

  it("are sent once where one file is mounted twice, templates as often as they are named", async () => {
    await writeFile(join(cwd, "conf"), "x");
    await writeFile(join(cwd, "conf.erb"), "y");
    const files = [aMount("conf", "/a"), aMount("conf", "/b"), aMount("conf.erb", "/c"), aMount("conf.erb", "/d")];
    expect([...(await reading(files)).keys()].map(({ remote }) => remote)).toEqual(["/b", "/c", "/d"]);
  });

  it("show nothing of their content", async () => {
    await writeFile(join(cwd, "my.cnf"), "pa55word");
    const [content] = (await reading([aMount("my.cnf", "/etc/my.cnf")])).values();
    expect(String(content)).toBe("[my.cnf]");
  });

  it("are all asked for at once where they are missing, or directories", async () => {
    const mysql = anAccessory({ files: [aMount("my.cnf", "/etc/my.cnf"), aMount(".", "/etc/conf.d")] });
    const redis = anAccessory({ name: "redis", files: [aMount("redis.conf", "/redis.conf")] });
    await expect(read(mysql, redis)).rejects.toThrow(
      [
        "deploy.yml:1:1 accessories/mysql/files/0: there is no file my.cnf",
        "deploy.yml:1:1 accessories/mysql/files/1: . is a directory",
        "deploy.yml:1:1 accessories/redis/files/0: there is no file redis.conf",
      ].join("\n"),
    );
  });

  it("tell the line of a template that cannot be filled in", async () => {
    await writeFile(join(cwd, "init.sql.erb"), 'one\ntwo <%= ENV.fetch("NOT_SET") %>\n');
    const failure = read(anAccessory({ files: [aMount("init.sql.erb", "/a")] }));
    await expect(failure).rejects.toThrow(InvalidInput);
    await expect(failure).rejects.toMatchObject({ problems: [{ file: "init.sql.erb", line: 2 }] });
  });

  it("warn of variables that a template asks for and nobody has set", async () => {
    await writeFile(join(cwd, "init.sql.erb"), '<%= ENV["NOT_SET"] %>');
    const { warnings } = await read(anAccessory({ files: [aMount("init.sql.erb", "/a")] }));
    expect(warnings).toMatchObject([{ file: "init.sql.erb", line: 1 }]);
  });
});
