import { describe, expect, it } from "vitest";
import { type BootConfig, bootConfig, resetBootConfig, setBootConfig } from "../../../src/core/commands/boot-config.ts";
import { aHome, type Home } from "../../shell/home.ts";

const usual: BootConfig = {
  ...{ publish: true, bindIps: [], httpPort: 80, httpsPort: 443, logMaxSize: "10m", metricsPort: undefined, debug: false },
  ...{ registry: undefined, repository: undefined, imageVersion: undefined, dockerOptions: [] },
};
const set = (home: Home, over: Partial<BootConfig>) => home.run(setBootConfig({ ...usual, ...over }));
const files = (home: Home): string[] =>
  ["options", "image", "image_version", "run_command"].map((name) =>
    home.has(`.kamal/proxy/${name}`) ? home.read(`.kamal/proxy/${name}`) : "none",
  );

describe("the proxy's boot config on a server", () => {
  // What Kamal's `proxy boot_config set` uploads for the same options.
  it.each<[string, Partial<BootConfig>, string[]]>([
    ["nothing that is as usual", {}, ["none", "none", "none", "none"]],
    [
      "ports",
      { httpPort: 8080, httpsPort: 8443 },
      ["--publish 8080:80 --publish 8443:443 --log-opt max-size=10m", "none", "none", "none"],
    ],
    [
      "addresses",
      { bindIps: ["127.0.0.1", "::1"] },
      [
        "--publish 127.0.0.1:80:80 --publish 127.0.0.1:443:443 --publish [::1]:80:80 --publish [::1]:443:443 --log-opt max-size=10m",
        ...["none", "none", "none"],
      ],
    ],
    ["that nothing is published", { publish: false }, ["--log-opt max-size=10m", "none", "none", "none"]],
    ["no limit of the log", { publish: false, logMaxSize: "" }, ["", "none", "none", "none"]],
    [
      "metrics and debugging",
      { metricsPort: 9090, debug: true },
      [
        "--publish 80:80 --publish 443:443 --log-opt max-size=10m --expose=9090",
        ...["none", "none", 'kamal-proxy run --debug --metrics-port "9090"'],
      ],
    ],
    [
      "Docker's own options",
      { dockerOptions: ["label=a=b", "init"] },
      ["--publish 80:80 --publish 443:443 --log-opt max-size=10m --label=a=b --init", "none", "none", "none"],
    ],
    [
      "another image",
      { registry: "reg.example.com", repository: "me", imageVersion: "v1.0.0" },
      ["none", "reg.example.com/me/kamal-proxy", "v1.0.0", "none"],
    ],
    ["another registry", { registry: "reg.example.com" }, ["none", "reg.example.com/basecamp/kamal-proxy", "none", "none"]],
  ])("says %s", async (_, over, expected) => {
    using home = aHome();
    expect((await set(home, over)).code).toBe(0);
    expect(files(home)).toEqual(expected);
  });

  it("is replaced as a whole, and goes away when it is reset", async () => {
    using home = aHome();
    await set(home, { imageVersion: "v1.0.0", debug: true });
    await set(home, { httpPort: 8080 });
    expect(files(home).map((content) => content !== "none")).toEqual([true, false, false, false]);
    expect((await home.run(resetBootConfig())).code).toBe(0);
    expect(files(home)).toEqual(["none", "none", "none", "none"]);
  });

  it("is shown as it is in force", async () => {
    using home = aHome();
    const shown = async (): Promise<string> => (await home.run(bootConfig())).output.trim();
    expect(await shown()).toBe("--publish 80:80 --publish 443:443 --log-opt max-size=10m basecamp/kamal-proxy:v0.9.2");
    await set(home, { publish: false, logMaxSize: "", imageVersion: "v1.0.0", debug: true });
    expect(await shown()).toBe("basecamp/kamal-proxy:v1.0.0 kamal-proxy run --debug");
  });
});
