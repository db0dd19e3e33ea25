import { appHosts } from "../config/placement.ts";
import { type Failure, failures, serving } from "./failures.ts";
import { type Fate, fates } from "./fates.ts";
import { urlOf } from "./json.ts";
import { block, code, folded, markdownTable, text } from "./markdown.ts";
import { hasFailed, type Report } from "./report.ts";
import { duration } from "./table.ts";
import { stageTable, timeline } from "./timeline.ts";

/** GitHub refuses a step's summary of more than 1 MiB altogether. */
const mostBytes = 512 * 1024;
const mostRows = 200;

/** A run for whoever opens its page: what came of it, what is where, how long it took, and what to do if it failed. */
export function summary(report: Report): string {
  const failed = failures(report.outcomes).map(failure);
  const sections = [
    headline(report),
    ...failed.slice(0, 20),
    ...(failed.length > 20 ? [`And ${failed.length - 20} more failures, which the log shows.`] : []),
    ...(failed.length > 0 ? [aftermath(report)] : []),
    `### What is where\n\n${fateTable(fates(report))}`,
    `### How long it took\n\n${stageTable(report)}`,
    timeline(report),
    ...(failed.length > 0 ? [] : [wayBack(report)].filter((line) => line !== undefined)),
  ];
  return fitting(sections);
}

/** An answer of a command that changes nothing. */
export const answerSummary = (command: string, answer: string): string =>
  fitting([`## ${code(`landfall ${command}`)}`, block(answer, 60_000)]);

function headline(report: Report): string {
  const { verb, version, config, outcomes, startedAt, endedAt } = report;
  const took = duration(endedAt - startedAt);
  if (hasFailed(outcomes)) return `## ❌ ${text(config.service)}: the ${verb} of ${code(version)} failed after ${took}`;
  const count = appHosts(config).length;
  const url = urlOf(report);
  const where = `${count} ${count === 1 ? "host" : "hosts"}${url === undefined ? "" : ` · ${text(url)}`}`;
  return `## ✅ ${text(config.service)} ${code(version)} is live\n\n${where} · ${took}`;
}

function failure({ host, title, reason, container }: Failure): string {
  const log = container === undefined ? [] : [folded("The container's last words", block(container))];
  return [`### ${text(title)} on ${code(host)}`, block(reason), ...log].join("\n\n");
}

const aftermath = (report: Report): string => [`**${text(serving(report))}.**`, wayBack(report)].filter(Boolean).join("\n\n");

/** Undefined where there is nothing to go back to. */
function wayBack({ previous, version, config }: Report): string | undefined {
  if (previous === undefined || previous === version) return undefined;
  const destination = config.destination === undefined ? "" : ` -d ${config.destination}`;
  return `To go back by hand: ${code(`landfall rollback ${previous}${destination}`)}`;
}

function fateTable(all: readonly Fate[]): string {
  const rows = all
    .slice(0, mostRows)
    .map(({ host, role, before, now, uncertain }) => [
      code(host),
      text(role),
      version(before),
      `${version(now)}${uncertain ? " ⚠️ not sure" : ""}`,
    ]);
  const rest = all.length > mostRows ? `\n\nAnd ${all.length - mostRows} more.` : "";
  return `${markdownTable(["Host", "Role", "Before", "Now"], rows)}${rest}`;
}

const version = (name: string | undefined): string => (name === undefined ? "nothing" : code(name));

/** As many sections as fit, whole ones only: each is complete, so nothing is left open. */
function fitting(sections: readonly string[]): string {
  const encoder = new TextEncoder();
  let left = mostBytes;
  const kept = sections.filter((section) => {
    const bytes = encoder.encode(section).length;
    if (bytes > left) return false;
    left -= bytes;
    return true;
  });
  const omitted = kept.length < sections.length ? ["Some of this is too long to be shown here; the log has it all."] : [];
  return `${[...kept, ...omitted].join("\n\n")}\n`;
}
