import { describe, expect, it } from "vitest";
import { planPreviewRemove } from "../../../../src/core/plan/preview/removal.ts";
import { planPreviewSleep } from "../../../../src/core/plan/preview/sleep.ts";
import { isRepeatable } from "../../../../src/core/plan/repeatable.ts";
import { aHome } from "../../../shell/home.ts";
import { aContainer, aFacts, aRelease, commandOf, factsOfAll, outline, shellOf } from "../../../support.ts";
import { thePreview } from "../../config/preview/shop.ts";

const config = thePreview();
const release = { ...aRelease({ config }), config };
const facts = factsOfAll(
  aFacts("web1", {
    containers: [
      aContainer({ service: "shop-pr-12", role: "old-role", address: "pr-12.example.com" }),
      aContainer({ service: "shop", role: "api" }),
      aContainer({ service: "shop-pr-12-search", role: "", preview: "shop-pr-12", image: "opensearch:2" }),
      aContainer({ service: "shop-pr-1-search", role: "", preview: "shop-pr-1", image: "opensearch:3" }),
    ],
  }),
);
const removal = planPreviewRemove(release, facts);

const format = "--format {{.Repository}}:{{.Tag}}";
const named = `image ls --filter reference=acme/shop:landfall-pr-12-* --filter reference=acme/shop:latest-landfall-pr-12 ${format}`;
const built = `image ls --filter label=service=shop-pr-12 ${format}`;
const dangling = "image prune --force --filter label=service=shop-pr-12";
const proxies =
  "ps --all --quiet --filter name=^kamal-proxy$ --filter name=^kamal-proxy-next$ --filter name=^kamal-proxy-before$";
const remove = "exec kamal-proxy kamal-proxy remove shop-pr-12-";
const usersOf = (image: string): string => `ps --all --quiet --filter ancestor=${image}`;

describe("taking a preview away", () => {
  it("begins with its requests, once nothing else acts on it, and ends with its files, on each server in turn", () => {
    expect(outline(removal)).toEqual([
      "await-leftovers web1 ← ",
      "remove-routes web1 ← await-leftovers web1",
      "remove-containers web1 ← remove-routes web1",
      "remove-images web1 ← remove-containers web1",
      "remove-volumes web1 ← remove-images web1",
      "remove-files web1 ← remove-volumes web1",
    ]);
  });

  it("goes on after a lost connection, as it comes to the same however often it is done", () => {
    expect([...removal.steps, ...planPreviewSleep(release, facts).steps].filter((step) => !isRepeatable(step))).toEqual([]);
  });

  it("forgets the routes of the roles that it has and had, and no others", () => {
    const removed = [...commandOf(removal, "remove-routes web1").matchAll(/proxy remove (\S+)/g)].map(([, name]) => name);
    expect(removed).toEqual(["shop-pr-12-web", "shop-pr-12-old-role"]);
  });

  describe("of a proxy", () => {
    const forgetting = async (there: string, answer: { readonly complains: string; readonly exitCode: number }) => {
      using home = aHome({ docker: { [proxies]: there, [`${remove}web`]: "", [`${remove}old-role`]: answer } });
      return await home.run(shellOf(removal, "remove-routes web1"));
    };

    it("that does not have the route is all right, and so is a server without a proxy", async () => {
      const notFound = { complains: "Error: service not found\n", exitCode: 1 };
      expect(await forgetting("0123\n", notFound)).toMatchObject({ code: 0, output: "" });
      using home = aHome({ docker: { [proxies]: "" } });
      expect(await home.run(shellOf(removal, "remove-routes web1"))).toMatchObject({ code: 0, output: "" });
    });

    it.each([
      "Error response from daemon: No such container: kamal-proxy",
      `Error response from daemon: container ${"0".repeat(64)} is not running`,
      "Error: dial unix kamal-proxy.sock: connect: connection refused",
    ])("that says %s fails, as it has the route still", async (complaint) => {
      const { code, output } = await forgetting("0123\n", { complains: complaint, exitCode: 1 });
      expect({ code, said: output.trim() }).toEqual({ code: 1, said: complaint });
    });

    it("fails where nobody knows whether there is one", async () => {
      using home = aHome({ docker: { [proxies]: { exitCode: 1 } } });
      expect((await home.run(shellOf(removal, "remove-routes web1"))).code).toBe(1);
    });
  });

  it("removes images by its tags, in whatever repository, and none that the app or another preview has promoted", async () => {
    using home = aHome({
      docker: {
        [named]: "acme/shop:landfall-pr-12-999\nacme/shop:latest-landfall-pr-12\n",
        [built]:
          "acme/shop:999\nacme/shop:landfall-pr-12-999\nacme/old:landfall-pr-12-111\nacme/shop:landfall-pr-2-999\nacme/shop:landfall-pr-123-9\n<none>:<none>\n",
        ...{ [dangling]: "", [usersOf("postgres:17")]: "01\n", [usersOf("opensearch:2")]: "02\n" },
        "image rm acme/old:landfall-pr-12-111 acme/shop:landfall-pr-12-999 acme/shop:latest-landfall-pr-12": "",
      },
    });
    expect((await home.run(shellOf(removal, "remove-images web1"))).code).toBe(0);
    expect(home.calls("docker").filter((call) => call.startsWith("image rm"))).toHaveLength(1);
  });

  it("removes its containers, one that goes by itself meanwhile too", async () => {
    using home = aHome();
    home.install("sleep", "true");
    home.write("there", "web job seed");
    home.install(
      "docker",
      ...['echo "$@" >> calls', 'case "$1" in', "ps) cat there ;;", "stop) echo web job > there; exit 1 ;;"],
      ...['rm) : > there; echo "removal of container job is already in progress"; exit 1 ;;', "esac"],
    );
    expect((await home.run(shellOf(removal, "remove-containers web1"))).code).toBe(0);
    const all = "ps --quiet --all --filter label=landfall.preview=shop-pr-12";
    expect(home.read("calls").trim().split("\n").slice(-3)).toEqual([all, "rm --volumes web job", all]);
  });

  it("fails where a container stays", async () => {
    using home = aHome();
    home.install("sleep", "true");
    home.install("docker", 'case "$1" in', "ps) echo web ;;", '*) echo "no such luck"; exit 1 ;;', "esac");
    const { code, output } = await home.run(shellOf(removal, "remove-containers web1"));
    expect({ code, said: output.includes("no such luck") }).toEqual({ code: 1, said: true });
  });

  it("removes its own volumes, and not those whose names only hold its name", async () => {
    using home = aHome({
      docker: {
        "volume ls --quiet --filter name=shop-pr-12-": "other-shop-pr-12-data\nshop-pr-12-db-data\nshop-pr-12-uploads\n",
        "volume rm shop-pr-12-db-data shop-pr-12-uploads": "",
      },
    });
    expect((await home.run(shellOf(removal, "remove-volumes web1"))).code).toBe(0);
  });

  it("removes nothing where there are no volumes", async () => {
    using home = aHome({ docker: { "volume ls --quiet --filter name=shop-pr-12-": "" } });
    expect((await home.run(shellOf(removal, "remove-volumes web1"))).code).toBe(0);
  });

  it("removes the images that only its accessories used, those that it had before too", async () => {
    using home = aHome({
      docker: {
        ...{ [named]: "", [built]: "", [dangling]: "", [usersOf("postgres:17")]: "01\n", [usersOf("opensearch:2")]: "" },
        "image rm opensearch:2": "",
      },
    });
    expect((await home.run(shellOf(removal, "remove-images web1"))).code).toBe(0);
    expect(home.calls("docker").filter((call) => call.startsWith("image rm"))).toEqual(["image rm opensearch:2"]);
  });

  it("leaves the files of the app and of other previews", async () => {
    using home = aHome();
    const theirs = [
      ".kamal/apps/shop/env/roles/web.env",
      ".kamal/apps/shop-pr-1/seeded/db",
      ".kamal/shop-audit.log",
      "shop-db/data",
      "shop-pr-1-search/opensearch.yml",
    ];
    const ours = [
      ...[".kamal/apps/shop-pr-12/env/roles/web.env", ".kamal/proxy/apps-config/shop-pr-12/tls/web/cert.pem"],
      ...[".kamal/shop-pr-12-audit.log", ".kamal/shop-pr-12-deploys.jsonl", "shop-pr-12-db/etc/postgres.conf"],
      "shop-pr-12-search/opensearch.yml",
    ];
    for (const file of [...theirs, ...ours]) home.write(file, "");
    expect((await home.run(shellOf(removal, "remove-files web1"))).code).toBe(0);
    expect([...theirs, ...ours].filter((file) => home.has(file))).toEqual(theirs);
  });
});

it("putting a preview to sleep stops all of it, its accessories too, and keeps it", async () => {
  using home = aHome({
    docker: {
      [proxies]: "0123\n",
      "exec kamal-proxy kamal-proxy remove shop-pr-12-web": "",
      "exec kamal-proxy kamal-proxy remove shop-pr-12-old-role": { complains: "Error: service not found", exitCode: 1 },
      "ps --quiet --filter label=landfall.preview=shop-pr-12": "01\n02\n",
      "stop 01 02": "",
    },
  });
  expect((await home.run(shellOf(planPreviewSleep(release, facts), "sleep web1"))).code).toBe(0);
  expect(home.calls("docker").at(-1)).toContain("stop 01 02");
});
