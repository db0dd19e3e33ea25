import { appHosts } from "../config/placement.ts";
import { counted, listed } from "./counting.ts";
import { endingOf, endingWords } from "./ending.ts";
import { containerTitle, type Failure, failures } from "./failures.ts";
import { type Fate, fates, isSplit } from "./fates.ts";
import { lockLeft } from "./lock-left.ts";
import { printable } from "./printable.ts";
import { hasFailed, type Report } from "./report.ts";
import { rollbackCommand } from "./rollback-command.ts";
import { serving } from "./serving.ts";
import { duration } from "./table.ts";
import { addresseeOf, typedCommand } from "./typed-command.ts";
import { urlOf } from "./url.ts";

/** The last words of a run in a terminal: what serves now; when something failed, what, where and why. */
export function closing(report: Report): string {
  const { verb, outcomes, startedAt, endedAt } = report;
  const took = duration(endedAt - startedAt);
  if (!hasFailed(outcomes)) return success(report, took);
  const ended = `The ${verb} ${endingWords[endingOf(outcomes)]} after ${took}. ${serving(report)}.`;
  const left = lockLeft(report);
  return [
    ...failures(outcomes).map(described),
    ended,
    ...atOne(report),
    ...lookingAgain(report),
    ...(left === undefined ? [] : [`${left}.`]),
  ].join("\n\n");
}

/** How all hosts come to serve the same again, where a rollout stayed though some of them failed. */
function atOne(report: Report): string[] {
  const { config, version, previous } = report;
  if (previous === undefined || previous === version || !isSplit(fates(report), version)) return [];
  const back = rollbackCommand(previous, addresseeOf(config));
  return [`To make ${version} live on the others, run the ${report.verb} again. To go back everywhere: ${back}`];
}

/** What to do about servers of which nobody knows what serves there now. */
function lookingAgain(report: Report): string[] {
  const isUnclear = ({ now, before, uncertain }: Fate): boolean =>
    uncertain || (now.kind === "not known" && before.kind !== "not known");
  const hosts = [...new Set(fates(report).flatMap((fate) => (isUnclear(fate) ? [fate.host] : [])))];
  if (hosts.length === 0) return [];
  const check = typedCommand("check", addresseeOf(report.config));
  return [`\`${check}\` tells what serves on ${listed(hosts)}. The next deploy brings all servers to one version again.`];
}

function success(report: Report, took: string): string {
  const { config, version, previous } = report;
  const url = urlOf(report);
  const where = `${counted(appHosts(config).length, "host")} after ${took}${url === undefined ? "" : `: ${url}`}`;
  const isNew = previous !== undefined && previous !== version;
  const back = isNew ? [`To go back: ${rollbackCommand(previous, addresseeOf(config))}`] : [];
  return [`${config.service} ${version} is live on ${where}`, ...back].join("\n");
}

const described = ({ host, title, reason, container }: Failure): string =>
  [
    `ERROR on ${host}: ${title}`,
    indent(printable(reason)),
    ...(container === undefined ? [] : [`  ${containerTitle}:`, indent(printable(container), "    ")]),
  ].join("\n");

const indent = (text: string, by = "  "): string =>
  text
    .split("\n")
    .map((line) => `${by}${line}`)
    .join("\n");
