import { appHosts } from "../../../../src/core/config/placement.ts";
import { planAccessoryBoot, planAccessoryReboot } from "../../../../src/core/plan/accessory/boot.ts";
import { planAccessoryExec } from "../../../../src/core/plan/accessory/exec.ts";
import { planAccessoryLogs } from "../../../../src/core/plan/accessory/logs.ts";
import { removingContainer, removingDirectory, removingImage } from "../../../../src/core/plan/accessory/removal.ts";
import { pulling, showing, starting, stopping } from "../../../../src/core/plan/accessory/running.ts";
import { planAccessories } from "../../../../src/core/plan/accessory/turns.ts";
import * as app from "../../../../src/core/plan/app/containers.ts";
import { planAppExec } from "../../../../src/core/plan/app/exec.ts";
import { planAppLogs } from "../../../../src/core/plan/app/logs.ts";
import * as removal from "../../../../src/core/plan/app/removal.ts";
import { planAppLive, planAppMaintenance } from "../../../../src/core/plan/app/service.ts";
import { planAudit } from "../../../../src/core/plan/audit.ts";
import { planBuild } from "../../../../src/core/plan/build/push.ts";
import { planClose, planHistory } from "../../../../src/core/plan/close.ts";
import { planDeliver } from "../../../../src/core/plan/deliver.ts";
import { planDeploy } from "../../../../src/core/plan/deploy.ts";
import { planLockBeat, planLockWait, planUnlock } from "../../../../src/core/plan/locked.ts";
import { planLook } from "../../../../src/core/plan/look.ts";
import type { Plan } from "../../../../src/core/plan/plan.ts";
import { planPrepare } from "../../../../src/core/plan/prepare.ts";
import { planPrune, planPruneContainers, planPruneImages } from "../../../../src/core/plan/prune.ts";
import { planPull } from "../../../../src/core/plan/pull.ts";
import type { FactsByHost, Release } from "../../../../src/core/plan/release.ts";
import { aWorkspace } from "../build/workspace.ts";

const query = { since: undefined, lines: 10, grep: undefined, grepOptions: undefined, timestamps: false, follow: false };
const typed = { command: "id", env: {}, interactive: undefined, detach: false } as const;
const running = { prune: true, accessories: true, isNew: true };

/** Whatever can be done to an app, or to a preview of one, by name; not what is about the proxy that all share. */
export function everyPlan(release: Release, facts: FactsByHost): Readonly<Record<string, Plan>> {
  const { config, version } = release;
  return {
    look: planLook(config),
    prepare: planPrepare(release, facts),
    build: planBuild(release, aWorkspace({}, config)),
    pull: planPull(release, facts),
    deliver: planDeliver(release, { pullOn: appHosts(config) }),
    "deploy, setup and redeploy": planDeploy(release, facts, running),
    rollback: planDeploy({ ...release, verb: "rollback" }, facts, { prune: false }),
    close: planClose(release, "{}"),
    history: planHistory(release),
    audit: planAudit(release),
    "lock release": planUnlock(release),
    "lock beat": planLockBeat(release),
    "lock wait": planLockWait(release, { seconds: 5, left: 5 }),
    "app start": app.planAppStart(release),
    "app stop": app.planAppStop(release),
    "app containers": app.planAppContainers(release),
    "app images": app.planAppImages(release),
    "app version": app.planAppVersion(release),
    "app exec": planAppExec({ ...typed, version: undefined, reuse: false })(release),
    "app exec --reuse": planAppExec({ ...typed, version: undefined, reuse: true })(release),
    "app exec --version": planAppExec({ ...typed, version, reuse: false })(release),
    "app logs": planAppLogs(query, undefined)(release),
    "app maintenance": planAppMaintenance({ drainTimeout: 1, message: undefined })(release),
    "app live": planAppLive(release),
    "app remove": removal.planAppRemove(release),
    "app remove_container": removal.planAppRemoveContainer(version)(release),
    "app stale_containers --stop": removal.planAppStale({ stop: true })(release),
    prune: planPrune(release),
    "prune containers": planPruneContainers(1)(release),
    "prune images": planPruneImages(release),
    ...accessoryPlans(release),
  };
}

function accessoryPlans(release: Release): Readonly<Record<string, Plan>> {
  const { accessories } = release.config;
  if (accessories.length === 0) return {};
  const each = accessories.map(({ name }): [string, Plan][] => [
    [`accessory logs ${name}`, planAccessoryLogs(name, query)(release)],
    [`accessory exec ${name}`, planAccessoryExec(name, { ...typed, reuse: true })(release)],
    [`accessory exec ${name} anew`, planAccessoryExec(name, { ...typed, reuse: false })(release)],
  ]);
  return {
    "accessory boot": planAccessoryBoot("all")(release),
    "accessory reboot": planAccessoryReboot("all")(release),
    "accessory start": planAccessories("Start", "all", starting, pulling, showing)(release),
    "accessory remove": planAccessories("Remove", "all", stopping, removingContainer, removingImage, removingDirectory)(release),
    ...Object.fromEntries(each.flat()),
  };
}
