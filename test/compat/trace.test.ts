import { describe, expect, it } from "vitest";
import { filled, readTrace } from "./trace.ts";

describe("the recording of Kamal's commands", () => {
  it("is 28 commands and an upload for each server, and the lock on the first", async () => {
    const places = (await readTrace()).flat().map(({ place }) => place);
    const count = (place: string): number => places.filter((each) => each === place).length;
    expect([count("here"), count("hosts"), count("upload"), count("primary")]).toEqual([7, 28, 1, 2]);
  });

  it("lets a server boot the app at its own pace, from making room for it to stopping the old one", async () => {
    const boot = (await readTrace()).find((block) => block.some(({ place }) => place === "upload"));
    expect(boot?.at(0)?.text).toBe("docker container ls --all --filter 'name=^%SERVICE%-web-%VERSION%$' --quiet");
    expect(boot?.at(-1)?.text).toMatch(/%OLD_VERSION%.* xargs docker stop$/);
  });

  it("leaves what belongs to Docker and the shell as it is", () => {
    expect(filled("docker ps --format '{{.Names}}' | head -1 # %SERVICE% $PWD", { SERVICE: "app" })).toBe(
      "docker ps --format '{{.Names}}' | head -1 # app $PWD",
    );
  });

  it("does not run a command with a gap", () => {
    expect(() => filled("docker pull %IMAGE%:%VERSION%", { IMAGE: "app" })).toThrow("The recording asks for VERSION");
  });
});
