import { appHosts } from "../config/placement.ts";
import { isCancelled, type Outcome } from "../plan/plan.ts";
import { type Ending, endingOf, endingWords } from "./ending.ts";
import { type Failure, failures } from "./failures.ts";
import { type Fate, fates, type Sight } from "./fates.ts";
import { urlOf } from "./json.ts";
import { lockLeft } from "./lock-left.ts";
import { block, code, folded, markdownTable, text } from "./markdown.ts";
import { placeName } from "./plans.ts";
import type { Report } from "./report.ts";
import { serving } from "./serving.ts";
import { withShortCommits } from "./short-commits.ts";
import { duration } from "./table.ts";
import { stageTable, timeline } from "./timeline.ts";

/** GitHub refuses a step's summary of more than 1 MiB altogether. */
const mostBytes = 512 * 1024;
const mostRows = 200;
const mostFailures = 20;

/** A run for whoever opens its page: what came of it, what is where, how long it took, and what to do if it failed. */
export function summary(report: Report): string {
  const { outcomes } = report;
  const ending = endingOf(outcomes);
  const failed = failures(outcomes.filter((outcome) => !isCancelled(outcome))).map(failure);
  return fitting([
    headline(report, ending),
    ...failed.slice(0, mostFailures),
    ...(failed.length > mostFailures ? [`And ${failed.length - mostFailures} more failures, which the log shows.`] : []),
    ...interrupted(outcomes),
    ...(ending === "succeeded" ? [] : [serving(report), lockLeft(report) ?? []].flat().map(emphasized)),
    ...wayBack(report, ending),
    `### What is where\n\n${fateTable(fates(report))}`,
    `### How long it took\n\n${stageTable(report)}`,
    timeline(report),
  ]);
}

/** An answer of a command that changes nothing. */
export const answerSummary = (command: string, answer: string): string =>
  fitting([`## ${code(`landfall ${command}`)}`, block(answer, 60_000)]);

function headline({ verb, version, config, startedAt, endedAt, ...report }: Report, ending: Ending): string {
  const [service, took] = [text(config.service), duration(endedAt - startedAt)];
  if (ending !== "succeeded") return `## ❌ ${service}: the ${verb} of ${named(version)} ${endingWords[ending]} after ${took}`;
  const count = appHosts(config).length;
  const url = urlOf({ config, ...report });
  const where = `${count} ${count === 1 ? "host" : "hosts"}${url === undefined ? "" : ` · ${text(url)}`}`;
  return `## ✅ ${service} ${named(version)} is live\n\n${where} · ${took}`;
}

const emphasized = (sentence: string): string => `**${text(withShortCommits(sentence))}.**`;

function failure({ host, title, reason, container }: Failure): string {
  const log = container === undefined ? [] : [folded("The container's last words", block(container))];
  return [`### ${text(withShortCommits(title))} on ${code(host)}`, block(reason), ...log].join("\n\n");
}

/** What was under way when the run was cancelled; there is nothing to say of it but that. */
function interrupted(outcomes: readonly Outcome[]): string[] {
  const cancelled = outcomes.filter(isCancelled).slice(0, mostRows);
  if (cancelled.length === 0) return [];
  const steps = cancelled.map(({ step }) => `- ${text(withShortCommits(step.title))} on ${code(placeName(step.host))}`);
  return [`Interrupted:\n\n${steps.join("\n")}`];
}

function wayBack({ previous, version, config }: Report, ending: Ending): string[] {
  if (previous === undefined || previous === version) return [];
  const destination = config.destination === undefined ? "" : ` -d ${config.destination}`;
  const purpose = ending === "succeeded" ? "To go back" : "To make that version live again by hand";
  return [`${purpose}: ${code(`landfall rollback ${previous}${destination}`)}`];
}

function fateTable(all: readonly Fate[]): string {
  const rows = all
    .slice(0, mostRows)
    .map(({ host, role, before, now, uncertain }) => [
      code(host),
      text(role),
      deployed(before),
      `${deployed(now)}${uncertain ? " ⚠️ not sure" : ""}`,
    ]);
  const rest = all.length > mostRows ? `\n\nAnd ${all.length - mostRows} more.` : "";
  return `${markdownTable(["Host", "Role", "Before", "Now"], rows)}${rest}`;
}

const deployed = (sight: Sight): string => (sight.kind === "version" ? named(sight.version) : sight.kind);
const named = (version: string): string => code(withShortCommits(version));

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
