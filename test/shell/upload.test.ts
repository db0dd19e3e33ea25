import { describe, expect, it } from "vitest";
import { base64, upload } from "../../src/core/commands/upload.ts";
import { Secret } from "../../src/core/shell/secret.ts";
import { sh } from "../../src/core/shell/sh.ts";
import { aSecret } from "../support.ts";
import { aHome } from "./home.ts";

const done = { code: 0, output: "" };

describe("an upload", () => {
  it("writes the file with its mode, whatever is in it, and makes its directory", async () => {
    using home = aHome();
    const content = new Secret("my.cnf", Buffer.from("it's\n$HOME \\ \u0001é").toString("base64"));
    expect(await home.run(upload({ path: "app-mysql/etc/my.cnf", content, mode: "640" }))).toEqual(done);
    expect(home.read("app-mysql/etc/my.cnf")).toBe("it's\n$HOME \\ \u0001é");
    expect(home.modeOf("app-mysql/etc/my.cnf")).toBe("640");
    expect(home.has("app-mysql/etc/my.cnf.new")).toBe(false);
  });

  it("writes an empty file, and one without a directory", async () => {
    using home = aHome();
    expect(await home.run(upload({ path: "empty", content: base64(aSecret("")), mode: "644" }))).toEqual(done);
    expect(home.read("empty")).toBe("");
  });

  it("goes into the file that is there, so that a container which mounts it sees it", async () => {
    using home = aHome();
    home.write("conf", "a text that is longer");
    await home.run(sh`ln conf mounted`);
    await home.run(upload({ path: "conf", content: base64(aSecret("new")), mode: "644" }));
    expect(home.read("mounted")).toBe("new");
  });

  it("leaves the file that is there as it was when the new one cannot be read whole", async () => {
    using home = aHome();
    home.write("conf", "old");
    const { code } = await home.run(upload({ path: "conf", content: aSecret("*"), mode: "644" }));
    expect(code).not.toBe(0);
    expect(home.read("conf")).toBe("old");
  });

  it("gives it to whom it belongs", async () => {
    using home = aHome({ chown: { "999:999 conf": "" } });
    expect(await home.run(upload({ path: "conf", content: base64(aSecret("x")), mode: "600", owner: "999:999" }))).toEqual(done);
    expect(home.calls("chown")).toEqual(["999:999 conf"]);
  });

  it("shows nothing of the content", () => {
    expect(String(upload({ path: "conf", content: base64(aSecret("pa55word", "my.cnf")), mode: "600" }))).toContain(
      "printf %s [my.cnf] |",
    );
  });
});
