import type { Config } from "../../src/core/config/config.ts";
import { previewConfig } from "../../src/core/config/preview/config.ts";
import { branchSlug } from "../../src/core/config/preview/name.ts";
import { planAccessoryBoot } from "../../src/core/plan/accessory/boot.ts";
import { planAccessoryExec } from "../../src/core/plan/accessory/exec.ts";
import { makingDirectories, uploadingFiles } from "../../src/core/plan/accessory/files.ts";
import { planAccessoryLogs } from "../../src/core/plan/accessory/logs.ts";
import { removingContainer, removingDirectory, removingImage } from "../../src/core/plan/accessory/removal.ts";
import { pulling, starting, stopping } from "../../src/core/plan/accessory/running.ts";
import { planAccessory } from "../../src/core/plan/accessory/turns.ts";
import { planAppImages, planAppStart, planAppStop } from "../../src/core/plan/app/containers.ts";
import { planAppExec } from "../../src/core/plan/app/exec.ts";
import { planAppRemove } from "../../src/core/plan/app/removal.ts";
import { planAppMaintenance } from "../../src/core/plan/app/service.ts";
import { planAudit } from "../../src/core/plan/audit.ts";
import { planClose } from "../../src/core/plan/close.ts";
import { planDeliver } from "../../src/core/plan/deliver.ts";
import { planDeploy } from "../../src/core/plan/deploy.ts";
import { planLogin } from "../../src/core/plan/login.ts";
import { planLook } from "../../src/core/plan/look.ts";
import { isRemote, type Plan } from "../../src/core/plan/plan.ts";
import { planPrepare } from "../../src/core/plan/prepare.ts";
import { planPreviewRemove } from "../../src/core/plan/preview/removal.ts";
import { planPreviewSleep } from "../../src/core/plan/preview/sleep.ts";
import { planProxyReboot } from "../../src/core/plan/proxy/reboot.ts";
import { planPrune } from "../../src/core/plan/prune.ts";
import { planPull } from "../../src/core/plan/pull.ts";
import type { Release } from "../../src/core/plan/release.ts";
import type { Shell } from "../../src/core/shell/sh.ts";
import { aNumber } from "../core/config/preview/shop.ts";
import { aContainer, aFacts, aRelease, aSecret, factsOfAll, theSecrets } from "../support.ts";
import type { Attack } from "./hostile-config.ts";

/** All that a project's commands run on servers, where everybody who has a say in it attacks: its people, its CI, its servers. */
export function scriptsOf(config: Config, attack: Attack): Shell[] {
  const plans = [...plansOf(hostileRelease(config, attack), attack), ...plansOfPreview(config, attack)];
  const steps = plans.flatMap((plan) => plan.steps.filter(isRemote));
  return [...new Map(steps.map(({ run }) => [run.render(), run])).values()];
}

function hostileRelease(config: Config, attack: Attack): Release {
  const run = { machine: attack("machine"), url: attack("run-url"), id: attack("run-id"), attempt: "1", step: attack("step") };
  return aRelease({
    config,
    performer: attack("performer"),
    subcommand: "boot",
    secrets: theSecrets(Object.fromEntries(textsIn(config).map((name) => [name, attack("secret")]))),
    errorPages: [{ name: attack("page"), content: aSecret("Zg==") }],
    mounted: new Map(config.accessories.flatMap(({ files }) => files).map((mount) => [mount, aSecret("Zg==")])),
    lock: { ...aRelease().lock, lockedBy: attack("locked-by"), message: attack("message"), run: { ...run, token: "0123456789" } },
  });
}

/** Whatever names a secret is among them. */
const textsIn = (value: unknown): string[] => {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
};

function plansOf(release: Release, attack: Attack): Plan[] {
  const { config } = release;
  const hosts = ["1.1.1.1", "1.1.1.2", "1.1.1.5"];
  const facts = factsOfAll(...hosts.map((host) => aFacts(host, { networks: [], containers: hostileContainers(config, attack) })));
  const execution = { command: "true", env: { KEY: attack("exec-env") }, version: undefined, reuse: false, detach: false };
  const query = {
    since: attack("since"),
    lines: 1,
    grep: attack("grep"),
    grepOptions: undefined,
    timestamps: false,
    follow: false,
  };
  return [
    planLook(config),
    planLogin(release, [config.primaryHost]),
    planPrepare(release, facts),
    planDeliver(release, { pullOn: [config.primaryHost], abandoned: attack("abandoned") }),
    planPull(release, facts),
    planDeploy(release, facts, { prune: true, accessories: true, isNew: true }),
    planClose(release, attack("record")),
    planPrune(release),
    planAudit(release),
    planProxyReboot({ rolling: false })(release),
    ...[planAppStart, planAppStop, planAppImages, planAppRemove].map((plan) => plan(release)),
    planAppExec(execution)(release),
    planAppMaintenance({ drainTimeout: 1, message: attack("maintenance") })(release),
    planAccessoryBoot("store")(release),
    planAccessoryExec("store", { ...execution, interactive: undefined })(release),
    planAccessoryLogs("store", query)(release),
    planAccessory("Keep", "store", makingDirectories, uploadingFiles, pulling, starting, stopping)(release),
    planAccessory("Remove", "store", removingContainer, removingImage, removingDirectory)(release),
  ];
}

function plansOfPreview(app: Config, attack: Attack): Plan[] {
  const branch = branchSlug(attack("branch"));
  const config = previewConfig(app, { number: aNumber(12), branch });
  if (typeof config === "string") throw new Error(config);
  const release = { ...hostileRelease(config, attack), config };
  const containers = hostileContainers(config, attack).map((each) => ({ ...each, address: attack("address") }));
  const facts = factsOfAll(...(config.landfall.preview?.servers ?? []).map((host) => aFacts(host, { networks: [], containers })));
  return [
    planPrepare(release, facts),
    planDeliver(release, { pullOn: [config.primaryHost] }),
    planDeploy(release, facts, { prune: true, accessories: true, isNew: true }),
    planPreviewSleep(release, facts),
    planPreviewRemove(release, facts),
  ];
}

/** A server may call what runs there as it likes. */
const hostileContainers = ({ service }: Config, attack: Attack) =>
  ["web", "jobs"].map((role) => ({
    ...aContainer({ service, role }),
    ...{ id: attack(`id-${role}`), name: `${service}-${role}-${attack(`version-${role}`)}`, image: attack(`image-${role}`) },
  }));
