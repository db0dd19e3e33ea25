import { describe, expect, it } from "vitest";
import {
  planProxyRemove,
  planProxyRemoveContainer,
  planProxyRemoveDirectory,
  planProxyRemoveImage,
} from "../../../../src/core/plan/proxy/removal.ts";
import { aConfig, aLandfall, aRelease, aRole, aWorker, commandOf, outline } from "../../../support.ts";
import { aWorld } from "../../../world.ts";

const config = aConfig({ roles: [aRole({ hosts: ["a", "b"] }), aWorker({ hosts: ["c"] })] });
const release = aRelease({ config });

describe("removing the proxy", () => {
  it("makes sure on every server that no app is installed before it touches any", async () => {
    const plan = planProxyRemove({ force: false })(release);
    expect(outline(plan).slice(0, 4)).toEqual(["apps a ← ", "apps b ← ", "stop a ← apps a, apps b", "stop b ← apps a, apps b"]);
    const world = aWorld({ failing: "apps b" });
    await world.execute(plan);
    expect(world.ran).toEqual(["apps a", "apps b"]);
  });

  it("does not ask when it is forced", () => {
    expect(outline(planProxyRemove({ force: true })(release))[0]).toBe("stop a ← ");
  });

  it("takes away the container, then the image, then the directory", () => {
    const order = outline(planProxyRemove({ force: true })(release)).filter((line) => / a ← /.test(line));
    expect(order).toEqual([
      "stop a ← ",
      "container a ← stop a, stop b",
      "image a ← container a, container b",
      "directory a ← image a, image b",
    ]);
  });

  it("prunes by the label of kamal-proxy's image, as Kamal does", () => {
    const label = "--filter label=org.opencontainers.image.title=kamal-proxy";
    expect(commandOf(planProxyRemoveContainer(release), "container a")).toMatch(
      new RegExp(`Removed proxy container'.*\\ndocker container prune --force ${label}$`),
    );
    expect(commandOf(planProxyRemoveImage(release), "image a")).toMatch(
      new RegExp(`Removed proxy image'.*\\ndocker image prune --all --force ${label}$`),
    );
    expect(commandOf(planProxyRemoveDirectory(release), "directory a")).toBe("rm -rf .kamal/proxy");
  });

  it("takes only its own Caddy away, not any other that has stopped", () => {
    const caddy = aRelease({ config: { ...config, landfall: aLandfall({ engine: "caddy", proxyImage: "caddy:2.11.5" }) } });
    expect(commandOf(planProxyRemoveContainer(caddy), "container a")).toMatch(
      /docker container ls --all --filter 'name=\^landfall-caddy\$' --quiet \| xargs -r docker container rm\n/,
    );
    expect(commandOf(planProxyRemoveImage(caddy), "image a")).toMatch(/docker image rm caddy:2\.11\.5 \|\| true\n/);
  });
});
