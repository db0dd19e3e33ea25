import { Command } from "commander";
import { verbs } from "../use-cases/verbs.ts";
import type { FrontEnd } from "./front-end.ts";
import { addInspection } from "./inspection.ts";
import { addLock } from "./lock.ts";
import { addRelease } from "./release.ts";

/** Every command, whichever front end it is called from. */
export function program(frontEnd: FrontEnd): Command {
  const root = new Command("landfall")
    .description("Deploy containers to your own servers, with the deploy.yml you already have.")
    .helpOption("--help", "show this help")
    .helpCommand("help [command]", "show the help of a command")
    .configureHelp({ showGlobalOptions: false });
  addRelease(root, frontEnd, verbs.deploy, "Build, push and make live what is committed");
  addRelease(root, frontEnd, verbs.redeploy, "Like deploy, on servers that are set up: boots no proxy, prunes nothing");
  addRelease(root, frontEnd, verbs.setup, "Install Docker where it is missing, then deploy");
  addRelease(root, frontEnd, verbs.rollback, "Make an earlier version live again");
  addInspection(root, frontEnd);
  addLock(root, frontEnd);
  return root;
}
