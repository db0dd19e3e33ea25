import { describe, expect, it } from "vitest";
import { refuseApps, replace, restore } from "../../../src/core/commands/proxy.ts";
import { kamalProxy } from "../../../src/core/proxies/kamal-proxy.ts";
import { aHome, type Home } from "../../shell/home.ts";
import { aConfig, aHost } from "../../support.ts";

/** A server with an engine that knows containers by name, each as a file: it may be made, renamed, started, stopped and removed. */
function aServer(containers: Readonly<Record<string, string>>, { broken = "" }: { readonly broken?: string } = {}): Home {
  const home = aHome();
  for (const [name, state] of Object.entries(containers)) home.write(`containers/${name}`, state);
  home.write("containers/.keep", "");
  home.install(
    "docker",
    'printf "%s\\n" "$*" | cut -c 1-60 >> bin/docker.calls',
    'on() { [ -e "containers/$1" ] || { echo "No such container: $1" >&2; exit 1; }; }',
    'case "$1 $2" in',
    '"create --name") echo "new created" > "containers/$3";;',
    '"container inspect") on "$3";;',
    '"container rename") on "$3"; [ ! -e "containers/$4" ] || exit 1; mv "containers/$3" "containers/$4";;',
    `"container start") on "$3"; case "$(cat "containers/$3")" in "${broken} "*) echo "port is already allocated" >&2; exit 1;; esac; sed -i 's/ .*/ runs/' "containers/$3";;`,
    `"container stop") on "$3"; sed -i 's/ .*/ stopped/' "containers/$3";;`,
    '"container rm") for name; do :; done; on "$name"; rm "containers/$name";;',
    "esac",
  );
  return home;
}

const states = (home: Home, ...names: readonly string[]): string[] =>
  names.map((name) => (home.has(`containers/${name}`) ? home.read(`containers/${name}`).trim() : "none"));
const all = ["kamal-proxy", "kamal-proxy-before", "kamal-proxy-next"] as const;
const replacing = replace(kamalProxy, aConfig(), aHost("1.1.1.1"));

describe("replacing the proxy's container", () => {
  it("makes the new one before it stops the old one, and starts it right after", async () => {
    using home = aServer({ "kamal-proxy": "old runs" });
    expect(await home.run(replacing)).toMatchObject({ code: 0 });
    expect(states(home, ...all)).toEqual(["new runs", "none", "none"]);
    const deeds = home.calls("docker").map((call) => call.split(" ").slice(0, 4).join(" "));
    const made = deeds.indexOf("create --name kamal-proxy-next --network");
    const stopped = deeds.indexOf("container stop kamal-proxy-before");
    expect(made).toBeGreaterThan(-1);
    expect(stopped).toBeGreaterThan(made);
    expect(deeds[stopped + 1]).toBe("container start kamal-proxy");
  });

  it("makes the first one where there is none", async () => {
    using home = aServer({});
    expect(await home.run(replacing)).toMatchObject({ code: 0 });
    expect(states(home, ...all)).toEqual(["new runs", "none", "none"]);
  });

  it("clears away what an earlier one left behind", async () => {
    using home = aServer({
      "kamal-proxy": "old runs",
      "kamal-proxy-before": "older stopped",
      "kamal-proxy-next": "failed created",
    });
    expect(await home.run(replacing)).toMatchObject({ code: 0 });
    expect(states(home, ...all)).toEqual(["new runs", "none", "none"]);
  });

  it("that does not start is undone: the old one runs again", async () => {
    using home = aServer({ "kamal-proxy": "old runs" }, { broken: "new" });
    const { code, output } = await home.run(replacing);
    expect(code).not.toBe(0);
    expect(output).toContain("port is already allocated");
    expect(await home.run(restore(kamalProxy))).toMatchObject({ code: 0 });
    expect(states(home, ...all)).toEqual(["old runs", "none", "none"]);
  });

  it.each([
    ["before the old one was renamed", { "kamal-proxy": "old runs", "kamal-proxy-next": "new created" }],
    ["before the new one was renamed", { "kamal-proxy-before": "old runs", "kamal-proxy-next": "new created" }],
    ["before the new one was started", { "kamal-proxy-before": "old stopped", "kamal-proxy": "new created" }],
  ])("is undone when it was cut short %s", async (_, containers) => {
    using home = aServer(containers);
    expect(await home.run(restore(kamalProxy))).toMatchObject({ code: 0 });
    expect(states(home, ...all)).toEqual(["old runs", "none", "none"]);
  });

  it("is left alone when it was done, and there is nothing to go back to", async () => {
    using home = aServer({ "kamal-proxy": "new runs" });
    await home.run(restore(kamalProxy));
    expect(states(home, ...all)).toEqual(["new runs", "none", "none"]);
    using empty = aServer({});
    expect(await empty.run(restore(kamalProxy))).toMatchObject({ code: 0 });
  });
});

describe("installed apps", () => {
  it("are named when they stand in the way", async () => {
    using home = aHome();
    home.write(".kamal/apps/shop/env/roles/web.env", "");
    home.write(".kamal/apps/blog-staging/env/roles/web.env", "");
    expect(await home.run(refuseApps())).toMatchObject({
      code: 1,
      output: expect.stringMatching(/^Apps are installed on this server: blog-staging shop \n.*--force/),
    });
  });

  it("are none where there is no directory for them, or nothing in it", async () => {
    using home = aHome();
    expect(await home.run(refuseApps())).toMatchObject({ code: 0 });
    home.write(".kamal/apps/.keep", "");
    expect(await home.run(refuseApps())).toMatchObject({ code: 0 });
  });
});
