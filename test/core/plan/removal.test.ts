import { describe, expect, it } from "vitest";
import { planRemove } from "../../../src/core/plan/removal.ts";
import { aHome, type Home } from "../../shell/home.ts";
import { aRelease, commandOf, shellOf } from "../../support.ts";
import { parse } from "../config/deploy-yml.ts";

const parsed = parse(`
service: shop
image: acme/shop
registry: {username: ann, password: [TOKEN]}
builder: {arch: amd64}
servers: [web1, web2]
accessories:
  web: {image: nginx, host: db1}
`);
if ("problems" in parsed) throw new Error(JSON.stringify(parsed.problems));
const plan = planRemove(aRelease({ config: parsed.config }));
const ids = plan.steps.map(({ id }): string => id);

const run = (home: Home, id: string) => home.run(shellOf(plan, id));

describe("removing everything", () => {
  it("goes from the app over its accessories to the proxy, which accessories are behind, and the registry", () => {
    const order = [
      "stop web web1 app",
      "stop web db1 accessories",
      "directory db1 leftovers",
      "remove web1 proxy",
      "registry web1 registry",
    ];
    expect(order.map((id) => ids.indexOf(id))).toEqual(order.map((id) => ids.indexOf(id)).toSorted((a, b) => a - b));
    expect(order.filter((id) => !ids.includes(id))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("logs out on the servers only, where accessories run too", () => {
    expect(ids.filter((id) => id.startsWith("registry"))).toEqual(
      ["web1", "web2", "db1"].map((host) => `registry ${host} registry`),
    );
    expect(commandOf(plan, "registry db1 registry")).toBe("docker logout");
  });

  it("takes the app's directory from where only accessories ran, and leaves those of other apps", async () => {
    using home = aHome();
    home.write(".kamal/apps/shop/env/accessories/web.env", "");
    expect((await run(home, "directory db1 leftovers")).code).toBe(0);
    expect(home.has(".kamal/apps")).toBe(false);
    home.write(".kamal/apps/other/env/roles/web.env", "");
    expect((await run(home, "directory web1 leftovers")).code).toBe(0);
    expect(home.has(".kamal/apps/other/env/roles/web.env")).toBe(true);
  });

  it("lets the proxy stay where other apps are, and names them", async () => {
    using home = aHome({ docker: {} });
    home.write(".kamal/apps/other/env/roles/web.env", "");
    home.write(".kamal/apps/shop-staging/env/roles/web.env", "");
    expect(await run(home, "remove web1 proxy")).toEqual({
      code: 0,
      output: "The proxy stays, for other apps are installed: other shop-staging\n",
    });
    expect(home.calls("docker")).toEqual([]);
  });

  it("takes the proxy away where none is, also if it does not run", async () => {
    const label = "--force --filter label=org.opencontainers.image.title=kamal-proxy";
    const stop = { "container stop kamal-proxy": { exitCode: 1, complains: "Error: No such container\n" } };
    using home = aHome({ docker: { ...stop, [`container prune ${label}`]: "", [`image prune --all ${label}`]: "" } });
    home.write(".kamal/proxy/apps-config/shop/error_pages/1/404.html", "");
    expect((await run(home, "remove web1 proxy")).code).toBe(0);
    expect(home.has(".kamal/proxy")).toBe(false);
    expect(home.calls("docker")).toHaveLength(3);
  });
});
