import { run } from "../lab/command.ts";
import { lockOn, quiet, running, served, servedSoon } from "./aftermath.ts";
import { called, type End } from "./deployer.ts";
import { disturb } from "./disturbance.ts";
import type { Fault } from "./fault.ts";
import type { Ground } from "./ground.ts";
import { type Journey, journeys, newVersion } from "./journey.ts";
import type { Case } from "./matrix.ts";
import { startTraffic, type Traffic } from "./traffic.ts";
import { type Ended, type Observed, problemsOf } from "./verdict.ts";

/** What came of one case. */
export interface Finding {
  readonly tried: Case;
  readonly seen: Observed;
  /** The details of the lock that the run left. */
  readonly left: string | undefined;
  readonly problems: readonly string[];
  /** What the runs said, for whoever looks for the reason of a problem. */
  readonly said: string;
}

/** Disturbs one run, under traffic, and looks at what is left of it and whether the next deploy gets through. */
export async function tryOut(ground: Ground, tried: Case): Promise<Finding> {
  const { fault } = tried;
  const journey = journeys[tried.journey];
  const before = ground.lived.at(-1) ?? "";
  await using traffic = startTraffic(ground.stations);
  const words = await journey.begin(ground);
  using disturbed = await disturb(ground, words, tried, traffic);
  const { afterwards, left } = await legacy(ground, fault, traffic);
  const target = fault.mustFail ? undefined : await versionOf(ground, journey.aim);
  const rival = fault.rival && (await versionOf(ground, fault.rival));
  const again = journey.isRepeated && fault.where !== "app" ? [words] : [];
  const { wanted, next } = await goOn(ground, again);
  traffic.comeBack();
  await Promise.all(ground.lab.servers.map(quiet));
  const first = spoken(words, disturbed.end);
  const seen: Observed = {
    ...{ reached: disturbed.reached, run: first, before, target, rival, afterwards, next, wanted },
    finally: await finalState(ground),
    traffic: await traffic.end(),
  };
  const said = [first, ...next].map((each) => `$ landfall ${each.words}\n${each.output}`).join("\n");
  return { tried, seen, left, problems: problemsOf(tried, seen), said };
}

/** What the run left. Its clients are back as soon as all servers can be expected to serve them. */
async function legacy(
  { lab }: Ground,
  { needsDeploy }: Fault,
  traffic: Traffic,
): Promise<Pick<Observed, "afterwards"> & Pick<Finding, "left">> {
  const afterwards = await (needsDeploy ? Promise.all(lab.servers.map(served)) : servedSoon(lab.servers));
  if (!needsDeploy) traffic.comeBack();
  return { afterwards, left: await lockOn(lab.server(0)) };
}

type Spoken = Ended & End;

const spoken = (words: readonly string[], end: End): Spoken => ({ words: words.join(" "), ...end });

async function versionOf({ lived, project }: Ground, aim: Journey["aim"]): Promise<string | undefined> {
  switch (aim) {
    case "commit":
      return run("git", ["-C", project.directory, "rev-parse", "HEAD"]);
    case "previous":
      return lived.at(-2);
    case "same":
      return lived.at(-1);
    case "nothing":
      return undefined;
  }
}

const waiting = ["--lock-wait", "--lock-wait-interval", "1", "--lock-wait-timeout", "60"];

/** What a team does next, and no hand on the servers. */
async function goOn(
  ground: Ground,
  again: readonly (readonly string[])[],
): Promise<Pick<Observed, "wanted"> & { readonly next: readonly Spoken[] }> {
  const next: Spoken[] = [];
  const call = async (words: readonly string[]) => next.push(spoken(words, await called(ground, [...words, ...waiting])));
  for (const words of again) await call(words);
  const wanted = await newVersion(ground);
  await call(["deploy"]);
  ground.lived.push(wanted);
  return { wanted, next };
}

async function finalState({ lab }: Ground): Promise<Observed["finally"]> {
  const { servers } = lab;
  const [answers, names, lock] = await Promise.all([
    Promise.all(servers.map(served)),
    Promise.all(servers.map(running)),
    lockOn(lab.server(0)),
  ]);
  return { answers, running: names, lock };
}
