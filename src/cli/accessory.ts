import type { Command } from "commander";
import { isTemplate } from "../core/config/accessory.ts";
import { accessoryEnvSecrets, accessoryRegistrySecrets, accessorySecrets } from "../core/config/secrets.ts";
import { planAccessoryBoot, planAccessoryReboot, planAccessoryUpgrade } from "../core/plan/accessory/boot.ts";
import { accessoriesCalled, accessoryCalled } from "../core/plan/accessory/choice.ts";
import { planAccessoryExec } from "../core/plan/accessory/exec.ts";
import { makingDirectories, uploadingFiles } from "../core/plan/accessory/files.ts";
import { planAccessoryLogs } from "../core/plan/accessory/logs.ts";
import { removingContainer, removingDirectory, removingImage } from "../core/plan/accessory/removal.ts";
import { pulling, showing, starting, stopping } from "../core/plan/accessory/running.ts";
import { type AccessoryDeed, planAccessories, planAccessory } from "../core/plan/accessory/turns.ts";
import { addErrand, type ErrandCommand } from "./errand.ts";
import type { FrontEnd } from "./front-end.ts";
import { addLogs } from "./logs.ts";
import { type SessionOptions, sessionKind, typingInto, withSession } from "./session.ts";

/** Commands that look after accessories. */
export function addAccessory(accessory: Command, frontEnd: FrontEnd): void {
  addBoots(accessory, frontEnd);
  addLooks(accessory, frontEnd);
  const one = (name: string, title: string, ...deeds: readonly AccessoryDeed[]): void => {
    const plan: ErrandCommand<unknown>["plan"] = (_, [called = ""]) => planAccessory(title, called, ...deeds);
    addErrand(accessory, frontEnd, {
      usage: `${name} <name>`,
      description: `${title} an accessory's container`,
      locks: true,
      plan,
    });
  };
  one("start", "Start", starting);
  one("stop", "Stop", stopping);
  one("restart", "Restart", stopping, starting);
  addRemoval(accessory, frontEnd);
  addParts(accessory, frontEnd);
}

const all = '<name> may be "all"';

function addBoots(accessory: Command, frontEnd: FrontEnd): void {
  const boots: Pick<ErrandCommand<unknown>, "locks" | "secrets" | "sends"> = {
    locks: true,
    secrets: (config, [name = ""]) => accessorySecrets(config, accessoriesCalled(config, name)),
    sends: (config, [name = ""]) => accessoriesCalled(config, name),
  };
  addErrand(accessory, frontEnd, {
    ...boots,
    ...{ usage: "boot <name>", description: `Boot an accessory where it has no container yet; ${all}` },
    plan: (_, [name = ""]) => planAccessoryBoot(name),
  });
  addErrand(accessory, frontEnd, {
    ...boots,
    ...{ usage: "reboot <name>", description: `Replace an accessory's container by a new one; ${all}` },
    plan: (_, [name = ""]) => planAccessoryReboot(name),
  });
  addErrand<{ readonly rolling?: true }>(accessory, frontEnd, {
    ...boots,
    ...{ usage: "upgrade <name>", description: `Move an accessory of Kamal 1 into Kamal's network; ${all}` },
    question: "This replaces the containers of accessories by new ones.",
    plan: ({ rolling = false }, [name = ""]) => planAccessoryUpgrade(name, { rolling }),
  }).option("--rolling", "one host after the other");
}

function addLooks(accessory: Command, frontEnd: FrontEnd): void {
  addErrand(accessory, frontEnd, {
    ...{ usage: "details <name>", description: `Show an accessory's containers; ${all}`, locks: false },
    plan: (_, [name = ""]) => planAccessories("Details of", name, showing),
  });
  addLogs(accessory, frontEnd, {
    ...{ usage: "logs <name>", description: "Show the log of an accessory" },
    plan: (query, _, [name = ""]) => planAccessoryLogs(name, query),
  });
  const exec = addErrand<SessionOptions & { readonly reuse?: true }>(accessory, frontEnd, {
    ...{ usage: "exec <name> <command...>", description: "Run a command in a container of an accessory", locks: false },
    secrets: (config, [name = ""], { reuse }) => (reuse ? [] : accessoryRegistrySecrets(config, accessoryCalled(config, name))),
    ...{ streams: () => true, session: sessionKind },
    plan: (options, [name = "", ...words]) => {
      const { reuse = false } = options;
      return planAccessoryExec(name, { command: words.join(" "), reuse, interactive: typingInto(frontEnd, options) });
    },
  });
  withSession(exec).option("--reuse", "in the container that runs, not in a new one");
}

function addRemoval(accessory: Command, frontEnd: FrontEnd): void {
  addErrand(accessory, frontEnd, {
    ...{ usage: "remove <name>", description: `Take an accessory away, with its data; ${all}`, locks: true },
    question: "This removes containers, images and data directories of accessories from the servers.",
    plan: (_, [name = ""]) => planAccessories("Remove", name, stopping, removingContainer, removingImage, removingDirectory),
  });
}

/** Kamal has the parts of boot, reboot and remove as commands of their own. */
function addParts(accessory: Command, frontEnd: FrontEnd): void {
  const part = (usage: string, title: string, deed: AccessoryDeed, more: Partial<ErrandCommand<unknown>> = {}): void => {
    const plan: ErrandCommand<unknown>["plan"] = (_, [name = ""]) => planAccessory(title, name, deed);
    const description = `${title} an accessory`;
    addErrand(accessory, frontEnd, { usage: `${usage} <name>`, description, locks: true, hidden: true, plan, ...more });
  };
  part("directories", "Make the directories of", makingDirectories);
  part("upload", "Upload the files of", uploadingFiles, {
    secrets: (config, [name = ""]) => {
      const called = accessoryCalled(config, name);
      return called.files.some(isTemplate) ? accessoryEnvSecrets(called) : [];
    },
    sends: (config, [name = ""]) => [accessoryCalled(config, name)],
  });
  part("pull_image", "Pull the image of", pulling);
  part("remove_container", "Remove the container of", removingContainer);
  part("remove_image", "Remove the image of", removingImage);
  part("remove_service_directory", "Remove the directory of", removingDirectory);
}
