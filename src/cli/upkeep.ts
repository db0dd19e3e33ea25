import type { Command } from "commander";
import { hostsInScope } from "../core/config/placement.ts";
import { registrySecrets } from "../core/config/secrets.ts";
import { planAudit } from "../core/plan/audit.ts";
import { planBootstrap } from "../core/plan/bootstrap.ts";
import { planPrune, planPruneContainers, planPruneImages } from "../core/plan/prune.ts";
import { planRegistryLogin, planRegistryLogout, planRegistryRemoval, planRegistrySetup } from "../core/plan/registry.ts";
import { planServerExec } from "../core/plan/server.ts";
import { Refusal } from "../core/report/refusal.ts";
import { addErrand } from "./errand.ts";
import type { FrontEnd } from "./front-end.ts";
import { wholeNumber } from "./options.ts";
import { type SessionOptions, sessionKind, typingInto, withSession } from "./session.ts";

/** Commands that look after the servers themselves. */
export function addUpkeep(root: Command, frontEnd: FrontEnd): void {
  addErrand(root, frontEnd, {
    ...{ usage: "audit", description: "Show who did what on each server", locks: false, plan: () => planAudit },
  });
  addPrune(root.command("prune").description("Remove old containers and images"), frontEnd);
  addRegistry(root.command("registry").description("Log in to the image registry and out of it"), frontEnd);
  const server = root.command("server").description("Look after the servers");
  addErrand(server, frontEnd, {
    ...{ usage: "bootstrap", description: "Install Docker where it is missing", locks: true, looksAt: hostsInScope },
    plan: () => planBootstrap,
  });
  const exec = addErrand<SessionOptions>(server, frontEnd, {
    ...{ usage: "exec <command...>", description: "Run a command on every server itself", locks: false },
    ...{ streams: () => true, session: sessionKind },
    plan: (options, words) => planServerExec(words.join(" "), typingInto(frontEnd, options)),
  });
  withSession(exec);
}

function addPrune(prune: Command, frontEnd: FrontEnd): void {
  addErrand(prune, frontEnd, {
    ...{ usage: "all", description: "Remove old containers and images", locks: true, plan: () => planPrune },
  });
  addErrand(prune, frontEnd, {
    ...{ usage: "images", description: "Remove images that no container needs", locks: true, plan: () => planPruneImages },
  });
  addErrand<{ readonly retain?: number }>(prune, frontEnd, {
    ...{ usage: "containers", description: "Remove stopped containers but the newest", locks: true },
    plan: ({ retain }) => {
      if (retain === 0) throw new Refusal(["At least one stopped container has to stay: --retain 1"]);
      return planPruneContainers(retain);
    },
  }).option("--retain <number>", "how many stay (retain_containers)", wholeNumber("--retain"));
}

interface Skips {
  readonly skipLocal?: true;
  readonly skipRemote?: true;
}

function addRegistry(registry: Command, frontEnd: FrontEnd): void {
  const ends = ({ skipLocal, skipRemote }: Skips) => ({ here: !skipLocal, servers: !skipRemote });
  const commands = [
    { usage: "setup", description: "Log in to the registry, or start the one on localhost", plan: planRegistrySetup },
    { usage: "login", description: "Log in to the registry, here and on the servers", plan: planRegistryLogin },
    { usage: "logout", description: "Log out of the registry, here and on the servers", plan: planRegistryLogout },
    { usage: "remove", description: "Log out of the registry, or remove the one on localhost", plan: planRegistryRemoval },
  ];
  for (const { usage, description, plan } of commands)
    addErrand<Skips>(registry, frontEnd, {
      ...{ usage, description, locks: false, plan: (options) => plan(ends(options)) },
      ...((plan === planRegistryLogin || plan === planRegistrySetup) && { secrets: registrySecrets }),
    })
      .option("-L, --skip-local", "not here")
      .option("-R, --skip-remote", "not on the servers");
}
