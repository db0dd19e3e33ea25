import type { Command } from "commander";
import * as plans from "../../core/plan/app/containers.ts";
import { planAppLogs } from "../../core/plan/app/logs.ts";
import { planAppLive, planAppMaintenance } from "../../core/plan/app/service.ts";
import { verbs } from "../../use-cases/verbs.ts";
import { addErrand } from "../errand.ts";
import type { FrontEnd } from "../front-end.ts";
import { addLogs } from "../logs.ts";
import { wholeNumber } from "../options.ts";
import { addRelease } from "../release.ts";
import { addAppExec } from "./exec.ts";
import { addAppRemoval } from "./removal.ts";
import { addAppVersions } from "./versions.ts";

/** Commands that look after the app's containers. */
export function addApp(app: Command, frontEnd: FrontEnd): void {
  addRelease(app, frontEnd, verbs.boot, "Boot what was made live last, or the version that --version names");
  addLooks(app, frontEnd);
  addAppVersions(app, frontEnd);
  addService(app, frontEnd);
  addAppExec(app, frontEnd);
  addAppRemoval(app, frontEnd);
}

function addLooks(app: Command, frontEnd: FrontEnd): void {
  addErrand(app, frontEnd, {
    ...{ usage: "containers", description: "Show the app's containers, those that have ended too", locks: false },
    plan: () => plans.planAppContainers,
  });
  addErrand(app, frontEnd, {
    ...{ usage: "images", description: "Show the app's images", locks: false, plan: () => plans.planAppImages },
  });
  addErrand(app, frontEnd, {
    ...{ usage: "version", description: "Show the version that serves on each server", locks: false },
    plan: () => plans.planAppVersion,
  });
  addLogs(app, frontEnd, {
    description: "Show the log of the app's containers",
    plan: (query, { containerId }) => planAppLogs(query, containerId),
  }).option("--container-id <id>", "the log of this container instead of the one that serves");
}

const drainTimeout = wholeNumber("--drain-timeout", { of: "seconds" });

function addService(app: Command, frontEnd: FrontEnd): void {
  addErrand(app, frontEnd, {
    ...{ usage: "start", description: "Start the version's containers again", locks: true, plan: () => plans.planAppStart },
  });
  addErrand(app, frontEnd, {
    ...{ usage: "stop", description: "Take the app out of the proxy and stop it", locks: true, plan: () => plans.planAppStop },
  });
  addErrand<{ readonly drainTimeout?: number; readonly message?: string }>(app, frontEnd, {
    ...{ usage: "maintenance", description: "Let the proxy answer for the app: 503, with a page", locks: true },
    plan: ({ drainTimeout, message }) => planAppMaintenance({ drainTimeout, message }),
  })
    .option("--drain-timeout <seconds>", "how long requests in flight are given (drain_timeout)", drainTimeout)
    .option("--message <text>", "what the page says");
  addErrand(app, frontEnd, {
    ...{ usage: "live", description: "Pass requests on to the app again", locks: true, plan: () => planAppLive },
  });
}
