import { Command } from "commander";
import { verbs } from "../use-cases/verbs.ts";
import { addAccessory } from "./accessory.ts";
import { addApp } from "./app/app.ts";
import { addBuild } from "./build.ts";
import { addCheck } from "./check.ts";
import { addCompletion } from "./completion.ts";
import { addExamples } from "./examples.ts";
import type { FrontEnd } from "./front-end.ts";
import { addHistory } from "./history.ts";
import { addInspection } from "./inspection.ts";
import { addLock } from "./lock.ts";
import { addPlan } from "./plan.ts";
import { addPreview } from "./preview.ts";
import { addProxy } from "./proxy/proxy.ts";
import { addRelease } from "./release.ts";
import { addSecrets } from "./secrets.ts";
import { addStart } from "./start.ts";
import { addUpkeep } from "./upkeep.ts";
import { addWhole } from "./whole.ts";

/** Every command, whichever front end it is called from. */
export function program(frontEnd: FrontEnd): Command {
  const root = new Command("landfall")
    .description("Deploy containers to your own servers, with the deploy.yml you already have.")
    .helpOption("--help", "show this help")
    .helpCommand("help [command]", "show the help of a command")
    .configureHelp({ showGlobalOptions: false })
    // `preview` takes options of its own, and so do the commands beneath it.
    .enablePositionalOptions();
  addRelease(root, frontEnd, verbs.deploy, "Build, push and make live what is committed");
  addRelease(root, frontEnd, verbs.redeploy, "Like deploy, on servers that are set up: boots no proxy, prunes nothing");
  addRelease(root, frontEnd, verbs.setup, "Install Docker where it is missing, boot accessories, then deploy");
  addRelease(root, frontEnd, verbs.rollback, "Make an earlier version live again");
  addPlan(root, frontEnd);
  addBuild(root, frontEnd);
  const app = root.command("app").description("Look after the app's containers");
  addApp(app, frontEnd);
  addAccessory(
    root.command("accessory").description("Look after databases, caches and whatever else runs beside the app"),
    frontEnd,
  );
  addInspection(root, app, frontEnd);
  addCheck(root, frontEnd);
  addHistory(root, frontEnd);
  addPreview(root, frontEnd);
  addProxy(root.command("proxy").description("Look after the proxy on the servers"), frontEnd);
  addWhole(root, frontEnd);
  addUpkeep(root, frontEnd);
  addStart(root, frontEnd);
  addCompletion(root, frontEnd);
  addLock(root, frontEnd);
  addSecrets(root, frontEnd);
  addExamples(root);
  return root;
}
