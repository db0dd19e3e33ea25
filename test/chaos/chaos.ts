/** Disturbs deploys, under traffic, in many ways at many moments: afterwards every server must serve, and the next deploy get through. */
import { interruption, runScript } from "../setup/script.ts";
import { openGround } from "./ground.ts";
import { chosen, matrix } from "./matrix.ts";
import { type Options, readOptions, USAGE } from "./options.ts";
import { rehearse } from "./rehearsal.ts";
import { caseName, findingsTable, problemText, verdictLine } from "./report.ts";
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
  for (const finding of findings.filter(({ problems }) => problems.length > 0)) console.log(`\n${problemText(finding)}`);
  console.log(`\n${findingsTable(findings)}\n\n${verdictLine(findings)}`);
  if (findings.length === 0 || findings.some(({ problems }) => problems.length > 0)) process.exitCode = 1;
  if (interrupted.aborted) process.exitCode = 130;
}

/** A case that leaves a problem behind is cleared up after, so that the next one starts from sound servers. */
async function* findingsOf({ seed, count, minutes, faults, journeys }: Options): AsyncGenerator<Finding> {
  const endsAt = performance.now() + minutes * 60_000;
  console.log("Starting two servers and a registry, in containers on this machine");
  await using ground = await openGround();
  const rehearsed = await rehearse(ground, journeys);
  const all = matrix({ journeys: rehearsed, faults, hosts: ground.stations.length });
  console.log(`Seed ${seed}: ${Math.min(count, all.length)} of ${all.length} cases`);
  for (const tried of chosen(all, { seed, count })) {
    if (interrupted.aborted || performance.now() > endsAt) return;
    console.log(caseName(tried));
    const finding = await tryOut(ground, tried);
    for (const problem of finding.problems) console.log(`  ✗ ${problem}`);
    yield finding;
    if (finding.problems.length > 0) await restore(ground);
  }
}
