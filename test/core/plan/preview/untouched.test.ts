import { describe, expect, it } from "vitest";
import { distinctMounts } from "../../../../src/core/config/accessory.ts";
import type { Config } from "../../../../src/core/config/config.ts";
import { allHosts } from "../../../../src/core/config/placement.ts";
import { previewConfig } from "../../../../src/core/config/preview/config.ts";
import type { PreviewConfig } from "../../../../src/core/config/preview/preview.ts";
import { accessorySecrets, neededSecrets } from "../../../../src/core/config/secrets.ts";
import type { Container } from "../../../../src/core/host/facts.ts";
import { imageTag, latestTag, previewMark, shown } from "../../../../src/core/host/names.ts";
import type { Plan } from "../../../../src/core/plan/plan.ts";
import { planRemovalOf } from "../../../../src/core/plan/preview/removal.ts";
import { planSleepOf } from "../../../../src/core/plan/preview/sleep.ts";
import { planProxyReboot } from "../../../../src/core/plan/proxy/reboot.ts";
import type { FactsByHost } from "../../../../src/core/plan/release.ts";
import { planRemove } from "../../../../src/core/plan/removal.ts";
import {
  aContainer,
  aFacts,
  anEnv,
  aProxyContainer,
  aRelease,
  aSecret,
  aVersion,
  commandsOf,
  theSecrets,
} from "../../../support.ts";
import { aNumber } from "../../config/preview/shop.ts";
import { corpus } from "./corpus.ts";
import { everyPlan } from "./every-plan.ts";

/** A preview of all that the app has: every role, and every accessory as its own. */
function previewOf(config: Config, number: number): PreviewConfig {
  const preview = {
    ...{ host: "pr-{number}-{role}.previews.test", ssl: false, path: "", certificate: undefined, auth: undefined },
    servers: config.roles.flatMap(({ hosts }) => hosts.map(({ host }) => host)).slice(0, 1),
    roles: config.roles.map(({ name }) => name),
    env: anEnv({ HOST: "{host}" }, ["OF_PREVIEWS"]),
    own: config.accessories.map(({ name }) => ({ name, env: anEnv(), seed: "bin/seed" })),
    ...{ most: undefined, ttl: undefined, sleepAfter: 60, label: undefined, forksIfApproved: false, runsHooks: false },
  };
  const made = previewConfig({ ...config, landfall: { ...config.landfall, preview } }, { number: aNumber(number) });
  if (typeof made === "string") throw new Error(made);
  return made;
}

const releaseOf = <Kind extends Config>(config: Kind) => {
  const names = [...neededSecrets(config), ...accessorySecrets(config, config.accessories)].map(({ secret }) => secret);
  const mounts = config.accessories.flatMap(({ files }) => distinctMounts(files));
  return {
    ...aRelease({
      ...{ version: aVersion("999"), secrets: theSecrets(Object.fromEntries(names.map((name) => [name, "x"]))) },
      mounted: new Map(mounts.map((mount) => [mount, aSecret("")])),
    }),
    config,
  };
};

/** The app as servers have it: two versions of each role, and its accessories. */
function containersOf(config: Config): Container[] {
  const { destination = "", preview } = config;
  const mark = preview ? previewMark(config) : "";
  const of = (role: string, number: string): Container[] =>
    ["111", "222"].map((version) => {
      const image = imageTag(config, aVersion(version));
      const state = version === "111" ? "running" : "exited";
      const id = `id-${number}-${role}-${version}`;
      return aContainer({ service: config.service, destination, role, version, image, state, id, preview: mark });
    });
  const own = preview ? String(preview.number) : "app";
  const accessories = config.accessories.map(
    (each): Container => ({
      ...aContainer({ service: each.service, role: "", image: each.image, preview: mark, id: `id-${own}-${each.name}` }),
      name: each.service,
    }),
  );
  return [...config.roles.flatMap(({ name }) => of(name, own)), ...accessories];
}

const imagesOf = (config: Config) => {
  const repository = shown(config.image);
  const tags = [...["111", "222", "333"].map((version) => imageTag(config, aVersion(version))), latestTag(config)];
  return tags.map((tag) => ({ id: `image-of-${tag}`, repository, tag: tag.slice(tag.lastIndexOf(":") + 1) }));
};

/** On each server all of the app and of two previews. */
function worldOf(...configs: readonly Config[]): FactsByHost {
  const hosts = new Set(configs.flatMap(allHosts));
  const containers = [aProxyContainer(), ...configs.flatMap(containersOf)];
  const images = configs.flatMap(imagesOf);
  return new Map([...hosts].map((host) => [host, aFacts(host, { containers, images })]));
}

const textOf = (plan: Plan): string => commandsOf(plan).join("\n");
const lineWith = (text: string, word: string | RegExp): string | undefined =>
  text.split("\n").find((line) => (typeof word === "string" ? line.includes(word) : word.test(line)));

/** What may reach more than is meant: Docker's filter finds a name anywhere within another. The proxy's label is of nothing else. */
const unbounded =
  /--filter '?name=(?!\^[^ ]*\$|OWN)|docker \w+ prune(?! (?:--\S+ )*--filter '?label=(?:service|org\.opencontainers\.image\.title)=)/;
/** What reaches the server or other containers. */
const reaching = new RegExp(
  [
    ...["--name (?!OWN|kamal-docker-registry )", "--(?:publish|privileged|network-alias|mount|device|pid|ipc)\\b"],
    ...["--label (?!service=|role=|destination[ =]|landfall\\.)", '--volume (?!"?\\$PWD"?/|OWN|/etc/localtime:|/[^: ]* )'],
  ]
    .map((flag) => `docker (?:run|create) .*${flag}`)
    .join("|"),
);

const previews = corpus.map((app) => ({ app, preview: previewOf(app, 12), other: previewOf(app, 123) }));

describe("of many deploy.yml files", () => {
  it("there are enough, with all that they may hold", () => {
    expect(corpus.length).toBeGreaterThan(150);
    const some = (has: (config: Config) => boolean) => corpus.filter(has).length;
    expect(some(({ accessories }) => accessories.length > 0)).toBeGreaterThan(10);
    expect(some(({ roles }) => roles.length > 1)).toBeGreaterThan(10);
    expect(some(({ volumes }) => volumes.length > 0)).toBeGreaterThan(1);
  });

  it("the measure finds the app in whatever is done to it", () => {
    const [first] = previews.filter(({ app }) => app.accessories.length > 2);
    if (!first) throw new Error("no app has three accessories");
    const plans = everyPlan(releaseOf(first.app), worldOf(first.app, first.preview));
    const unseen = Object.entries(plans).filter(([, plan]) => strayOf(textOf(plan), first.app, first.preview) === undefined);
    // The network and the proxy are everybody's, and so is a look at the images of the repository.
    expect(unseen.map(([name]) => name)).toEqual(["prepare", "app images"]);
  });

  it("no plan of a preview names anything of the app's or of another preview's", () => {
    const strays = previews.flatMap(({ app, preview, other }) => {
      const facts = worldOf(app, preview, other);
      const release = releaseOf(preview);
      const plans = { ...everyPlan(release, facts), remove: planRemovalOf(release, facts), sleep: planSleepOf(release, facts) };
      return told(plans, (text) => strayOf(text, app, preview));
    });
    expect(new Set(strays)).toEqual(new Set());
  });

  it("no preview is given a secret that is not named for it, but what fetches and builds images", () => {
    const given = previews.flatMap(({ app, preview }) => {
      const names = [...neededSecrets(preview), ...accessorySecrets(preview, preview.accessories)].map(({ secret }) => secret);
      return names.filter((name) => !secretsOfImages(app).has(name));
    });
    expect(new Set(given)).toEqual(new Set(["OF_PREVIEWS"]));
  });

  it("no plan of the app names anything of a preview's", () => {
    const strays = previews.flatMap(({ app, preview, other }) => {
      const facts = worldOf(app, preview, other);
      const release = releaseOf(app);
      const plans = {
        ...everyPlan(release, facts),
        remove: planRemove(release),
        reboot: planProxyReboot({ rolling: false })(release),
      };
      return told(
        plans,
        (text) => lineWith(text, /-pr-12|landfall-(?:staging-)?pr|id-12|previews\.test/) ?? lineWith(text, unbounded),
      );
    });
    expect(new Set(strays)).toEqual(new Set());
  });
});

const told = (plans: Readonly<Record<string, Plan>>, stray: (text: string) => string | undefined): string[] =>
  Object.entries(plans).flatMap(([name, plan]) => {
    const found = stray(textOf(plan));
    return found === undefined ? [] : [`${name}: ${found}`];
  });

/** The first line that names what is not the preview's, or gives it what is not. */
function strayOf(text: string, app: Config, { service: own }: PreviewConfig): string | undefined {
  const rest = text
    .replaceAll(/^.*(?:stat -c 'preview |docker run --name (?:kamal-proxy|landfall-caddy) ).*$/gm, "")
    .replaceAll(new RegExp(`${own}(?!\\d)[\\w.-]*`, "g"), "OWN")
    .replaceAll(/(?:latest-)?landfall-(?:staging-)?pr-12(?!\d)/g, "OWN");
  const names = [
    ...["tinsel", "id-app", "id-123", "pr-123"],
    ...addressesOf(app),
    ...app.accessories.map((each) => each.service),
  ];
  const foreign = [...names, ...secretsOf(app).map((name) => `[${name}]`)];
  const image = new RegExp(`${app.image.replaceAll(".", "\\.")}[:@](?!OWN)`);
  return [...foreign, image, unbounded, reaching].map((each) => lineWith(rest, each)).find((line) => line !== undefined);
}

const addressesOf = ({ roles, accessories }: Config): readonly string[] =>
  [...roles, ...accessories].flatMap(({ proxy }) => proxy?.hosts ?? []);

/** Those of its containers. */
function secretsOf(app: Config): readonly string[] {
  const envs = [...app.roles, ...app.accessories].map(({ env }) => env);
  const all = [...envs, ...Object.values(app.envTags)].flatMap(({ secrets }) => secrets.map(({ secret }) => secret));
  return all.filter((name) => !secretsOfImages(app).has(name));
}

/** Those of registries, the builder and ssh. */
function secretsOfImages(app: Config): ReadonlySet<string> {
  const bare = app.accessories.map((each) => ({ ...each, env: anEnv(), proxy: undefined }));
  const uses = [...neededSecrets({ ...app, roles: [], envTags: {} }), ...accessorySecrets(app, bare)];
  return new Set(uses.map(({ secret }) => secret));
}
