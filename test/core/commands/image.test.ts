import { describe, expect, it } from "vitest";
import { createNetwork } from "../../../src/core/commands/docker.ts";
import * as image from "../../../src/core/commands/image.ts";
import { aHome } from "../../shell/home.ts";
import { aConfig, aPrebuilt, aVersion } from "../../support.ts";
import { aNumber } from "../config/preview/shop.ts";

const pull = image.pull(aConfig(), aVersion("999"));
const label = "inspect -f {{ .Config.Labels.service }} acme/app:999";

describe("pulling an image", () => {
  it("is well when it carries the service's label", async () => {
    using home = aHome({ docker: { "pull --quiet acme/app:999": "acme/app:999\n", [label]: "app\n" } });
    expect((await home.run(pull)).code).toBe(0);
  });

  it.each(["other\n", "<no value>\n", "app-two\n", "\n"])("fails in Kamal's words when the label is %j", async (service) => {
    using home = aHome({ docker: { "pull --quiet acme/app:999": "acme/app:999\n", [label]: service } });
    expect(await home.run(pull)).toEqual({
      code: 1,
      output: "acme/app:999\nImage acme/app:999 is missing the 'service' label\n",
    });
  });

  it("fails in Docker's words when there is none", async () => {
    const complaint = "Error response from daemon: manifest for acme/app:999 not found\n";
    using home = aHome({ docker: { "pull --quiet acme/app:999": { complains: complaint, exitCode: 1 } } });
    expect(await home.run(pull)).toEqual({ code: 1, output: complaint });
  });
});

describe("adopting an image that was not built for the service", () => {
  const prebuilt = aPrebuilt();
  const other = `ghcr.io/acme/other@${prebuilt.digest}`;
  const adopt = image.adopt(aConfig(), aVersion("77"), prebuilt);
  const calls = {
    ...{ pull: `pull --quiet ${other}`, tag: `tag ${other} acme/app:77` },
    ...{ inspect: `image inspect --format found ${other}`, remove: `rmi ${other}` },
  };
  const pulled = { [calls.pull]: `${other}\n`, [calls.tag]: "" };

  it("pulls it by its digest, and leaves it under the version's name alone", async () => {
    using home = aHome({ docker: { ...pulled, [calls.inspect]: { exitCode: 1 }, [calls.remove]: "Untagged\n" } });
    expect(await home.run(adopt)).toEqual({ code: 0, output: `${other}\n` });
    expect(home.calls("docker")).toEqual([calls.inspect, calls.pull, calls.tag, calls.remove]);
  });

  it("leaves its own name to somebody else who had it before", async () => {
    using home = aHome({ docker: { ...pulled, [calls.inspect]: "found\n" } });
    expect((await home.run(adopt)).code).toBe(0);
    expect(home.calls("docker")).toEqual([calls.inspect, calls.pull, calls.tag]);
  });

  it("fails in Docker's words, and names nothing, when there is none", async () => {
    const complaint = "Error response from daemon: manifest unknown\n";
    using home = aHome({ docker: { [calls.inspect]: { exitCode: 1 }, [calls.pull]: { complains: complaint, exitCode: 1 } } });
    expect(await home.run(adopt)).toEqual({ code: 1, output: complaint });
    expect(home.calls("docker")).toEqual([calls.inspect, calls.pull]);
  });

  it("keeps the digest of one in the service's own repository, by which Docker tells it", () => {
    const own = image.adopt(aConfig(), aVersion("77"), aPrebuilt({ server: "docker.io", path: "acme/app" }));
    const name = `docker.io/acme/app@${prebuilt.digest}`;
    expect(own.render()).toBe(`docker pull --quiet ${name} && docker tag ${name} acme/app:77`);
  });
});

describe("adopting an image of the app for a preview", () => {
  it("leaves nothing of it under the app's own name that was not there before", async () => {
    const prebuilt = aPrebuilt({ server: "docker.io", path: "acme/app" });
    const config = aConfig({ service: "app-pr-12", preview: { number: aNumber(12), of: "app" } });
    const name = `docker.io/acme/app@${prebuilt.digest}`;
    const answers = { [`pull --quiet ${name}`]: "", [`tag ${name} acme/app:landfall-pr-12-77`]: "", [`rmi ${name}`]: "" };
    using home = aHome({ docker: { ...answers, [`image inspect --format found ${name}`]: { exitCode: 1 } } });
    expect((await home.run(image.adopt(config, aVersion("77"), prebuilt))).code).toBe(0);
    expect(home.calls("docker").at(-1)).toBe(`rmi ${name}`);
  });
});

describe("tagging an image", () => {
  it.each([
    [undefined, "docker tag acme/app:999 acme/app:latest"],
    ["staging", "docker tag acme/app:999 acme/app:latest-staging"],
  ])("of destination %s is this command", (destination, command) => {
    expect(image.tagLatest(aConfig({ destination }), aVersion("999")).render()).toBe(command);
  });
});

describe("making the network", () => {
  const taken = { complains: "Error response from daemon: network with name kamal already exists\n", exitCode: 1 };

  it("is well when it is made", async () => {
    using home = aHome({ docker: { "network create kamal": "0123\n" } });
    expect((await home.run(createNetwork())).code).toBe(0);
  });

  it("is well when another deploy has just made it", async () => {
    using home = aHome({ docker: { "network create kamal": taken, "network inspect kamal": "[]\n" } });
    expect(await home.run(createNetwork())).toEqual({ code: 0, output: "" });
  });

  it("fails, and says why, when there is still none", async () => {
    const full = {
      complains: "Error response from daemon: all predefined address pools have been fully subnetted\n",
      exitCode: 1,
    };
    const none = { complains: "Error response from daemon: network kamal not found\n", exitCode: 1 };
    using home = aHome({ docker: { "network create kamal": full, "network inspect kamal": none } });
    const { code, output } = await home.run(createNetwork());
    expect(code).toBe(1);
    expect(output).toContain("fully subnetted");
  });
});
