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
    ],
  }),
);
const removal = planPreviewRemove(release, facts);

describe("taking a preview away", () => {
  it("begins with its requests and ends with its files, on each server in turn", () => {
    expect(outline(removal)).toEqual([
      "remove-routes web1 ← ",
      "remove-containers web1 ← remove-routes web1",
      "remove-images web1 ← remove-containers web1",
      "remove-volumes web1 ← remove-images web1",
      "remove-files web1 ← remove-volumes web1",
    ]);
  });

  it("goes on after a lost connection, as it comes to the same however often it is done", () => {
    expect([...removal.steps, ...planPreviewSleep(release, facts, 60).steps].filter((step) => !isRepeatable(step))).toEqual([]);
  });

  it("forgets the routes of the roles that it has and had, and no others", () => {
    expect(commandOf(removal, "remove-routes web1").split("\n")).toEqual([
      "{ docker exec kamal-proxy kamal-proxy remove shop-pr-12-web 2>/dev/null || true\n}".replace("\n}", ""),
      "}",
      "{ docker exec kamal-proxy kamal-proxy remove shop-pr-12-old-role 2>/dev/null || true",
      "}",
    ]);
  });

  it("finds containers and images by what was theirs from the beginning", () => {
    expect(commandOf(removal, "remove-containers web1")).toContain(
      "docker ps --quiet --all --filter label=landfall.preview=shop-pr-12 |",
    );
    const images = commandOf(removal, "remove-images web1");
    expect(images).toContain(
      "docker image ls --filter 'reference=acme/shop:landfall-pr-12-*' --filter reference=acme/shop:latest-landfall-pr-12 --format",
    );
    expect(images).toContain("docker image prune --all --force --filter label=service=shop-pr-12");
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

  it("leaves the image of an accessory that another container uses", async () => {
    const others = {
      "image ls --filter reference=acme/shop:landfall-pr-12-* --filter reference=acme/shop:latest-landfall-pr-12 --format {{.Repository}}:{{.Tag}}":
        "",
      "image prune --all --force --filter label=service=shop-pr-12": "",
    };
    using used = aHome({ docker: { ...others, "ps --all --quiet --filter ancestor=postgres:17": "0123\n" } });
    expect((await used.run(shellOf(removal, "remove-images web1"))).code).toBe(0);
    using unused = aHome({
      docker: { ...others, "ps --all --quiet --filter ancestor=postgres:17": "", "image rm postgres:17": "" },
    });
    expect((await unused.run(shellOf(removal, "remove-images web1"))).code).toBe(0);
    expect(unused.calls("docker").at(-1)).toContain("image rm postgres:17");
    expect(used.calls("docker").at(-1)).not.toContain("image rm");
  });

  it("leaves the files of the app and of other previews", async () => {
    using home = aHome();
    const theirs = [
      ".kamal/apps/shop/env/roles/web.env",
      ".kamal/apps/shop-pr-1/seeded/db",
      ".kamal/shop-audit.log",
      "shop-db/data",
    ];
    const ours = [
      ...[".kamal/apps/shop-pr-12/env/roles/web.env", ".kamal/proxy/apps-config/shop-pr-12/tls/web/cert.pem"],
      ...[".kamal/shop-pr-12-audit.log", ".kamal/shop-pr-12-deploys.jsonl", "shop-pr-12-db/etc/postgres.conf"],
    ];
    for (const file of [...theirs, ...ours]) home.write(file, "");
    expect((await home.run(shellOf(removal, "remove-files web1"))).code).toBe(0);
    expect([...theirs, ...ours].filter((file) => home.has(file))).toEqual(theirs);
  });
});

describe("putting a preview to sleep", () => {
  const sleep = shellOf(planPreviewSleep(release, facts, 3600), "sleep web1");
  const log = "logs --since 3600s kamal-proxy";
  const running = "ps --quiet --filter label=landfall.preview=shop-pr-12";
  const others = {
    "exec kamal-proxy kamal-proxy remove shop-pr-12-web": "",
    "exec kamal-proxy kamal-proxy remove shop-pr-12-old-role": { exitCode: 1 },
  };

  it("stops all of it, its accessories too, and keeps it", async () => {
    using home = aHome({
      docker: { ...others, [log]: '{"host":"shop.example.com"}\n', [running]: "01\n02\n", "stop 01 02": "" },
    });
    expect((await home.run(sleep)).code).toBe(0);
    expect(home.calls("docker").at(-1)).toContain("stop 01 02");
  });

  it("leaves it alone where somebody asked for it", async () => {
    using home = aHome({ docker: { [log]: '{"level":"INFO","host":"pr-12.example.com","path":"/"}\n' } });
    expect(await home.run(sleep)).toMatchObject({ code: 0, output: "It is in use\n" });
  });
});
