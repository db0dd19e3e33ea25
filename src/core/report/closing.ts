import { appHosts } from "../config/placement.ts";
import { endingOf, endingWords } from "./ending.ts";
import { type Failure, failures } from "./failures.ts";
import { urlOf } from "./json.ts";
import { lockLeft } from "./lock-left.ts";
import { printable } from "./printable.ts";
import { hasFailed, type Report } from "./report.ts";
import { serving } from "./serving.ts";
import { duration } from "./table.ts";

/** The last words of a run in a terminal: what serves now; when something failed, what, where and why. */
export function closing(report: Report): string {
  const { verb, version, config, outcomes, startedAt, endedAt } = report;
  const took = duration(endedAt - startedAt);
  const hosts = appHosts(config).length;
  if (!hasFailed(outcomes)) {
    const url = urlOf(report);
    return `${config.service} ${version} is live on ${hosts} ${hosts === 1 ? "host" : "hosts"} after ${took}${url === undefined ? "" : `: ${url}`}`;
  }
  const ended = `The ${verb} ${endingWords[endingOf(outcomes)]} after ${took}. ${serving(report)}.`;
  const left = lockLeft(report);
  return [...failures(outcomes).map(described), ended, ...(left === undefined ? [] : [`${left}.`])].join("\n\n");
}

const described = ({ host, title, reason, container }: Failure): string =>
  [
    `ERROR on ${host}: ${title}`,
    indent(printable(reason)),
    ...(container === undefined ? [] : ["  The container's last words:", indent(printable(container), "    ")]),
  ].join("\n");

const indent = (text: string, by = "  "): string =>
  text
    .split("\n")
    .map((line) => `${by}${line}`)
    .join("\n");
