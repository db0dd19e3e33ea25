/** Disturbs deploys, under traffic, in many ways at many moments: afterwards every server must serve, and the next deploy get through. */
import { interruption, runScript } from "../setup/script.ts";
import { HOSTS, openGround } from "./ground.ts";
import { type Axes, type Case, chosen, matrix } from "./matrix.ts";
import { type Options, readOptions, USAGE } from "./options.ts";
import { rehearse } from "./rehearsal.ts";
import { accountOf, caseName, findingsTable, verdictLine, whenOf } from "./report.ts";
import { restore } from "./restoration.ts";
import { type Finding, tryOut } from "./trial.ts";

const interrupted = interruption();
await runScript(readOptions, USAGE, chaos);

async function chaos(options: Options): Promise<void> {
  const findings: Finding[] = [];
  try {
    for await (const finding of findingsOf(options)) findings.push(finding);
  } catch (error) {
    console.log(`It cannot go on: ${error instanceof Error ? error.message : error}`);
    process.exitCode = 1;
  }
  console.log(`\n${findingsTable(findings)}\n\n${verdictLine(findings)}`);
  if (findings.length === 0 || findings.some(({ problems }) => problems.length > 0)) process.exitCode = 1;
  if (interrupted.aborted) process.exitCode = 130;
}

/** A case that leaves a problem behind is cleared up after, so that the next one starts from sound servers. */
async function* findingsOf(options: Options): AsyncGenerator<Finding> {
  const { seed, from, minutes, verbose } = options;
  const endsAt = performance.now() + minutes * 60_000;
  console.log("Starting two servers and a registry, in containers on this machine");
  await using ground = await openGround(options);
  const all = casesOf(options, await rehearse(ground, options.journeys));
  const cases = chosen(all, options);
  console.log(`Seed ${seed}: ${cases.length} of ${all.length} cases`);
  for (const [index, tried] of cases.entries()) {
    if (interrupted.aborted || performance.now() > endsAt) return;
    console.log(`${from + index}. ${caseName(tried)}`);
    const finding = await tryOut(ground, tried);
    const isBad = finding.problems.length > 0;
    if (isBad || verbose) console.log(accountOf(finding));
    yield finding;
    if (isBad) await restore(ground);
  }
}

function casesOf({ faults, proxy, at }: Options, journeys: Axes["journeys"]): readonly Case[] {
  const known = faults.filter((fault) => fault.proxy === undefined || fault.proxy === proxy);
  const cases = matrix({ journeys, faults: known, hosts: HOSTS });
  return at.length === 0 ? cases : cases.filter(({ moment }) => at.some((text) => whenOf(moment).includes(text)));
}
