import { describe, expect, it } from "vitest";
import { besideMark } from "../../../src/core/diagnosis/beside.ts";
import { confirmed } from "../../../src/core/plan/confirm.ts";
import { isForUs } from "../../../src/core/plan/look.ts";
import type { Outcome } from "../../../src/core/plan/plan.ts";
import { closing } from "../../../src/core/report/closing.ts";
import { failures } from "../../../src/core/report/failures.ts";
import { rollbackVersions } from "../../../src/core/report/rollback-versions.ts";
import { aContainer, aProxyContainer, aRelease, aVersion, commandOf } from "../../support.ts";
import { aWorld } from "../../world.ts";
import { printout } from "../diagnosis/printout.ts";
import { aReport } from "../report/run.ts";
import { deploying } from "./deploying.ts";

const next = aContainer({ version: "999", id: "feedfeedfeed" });
const proxy = aProxyContainer();
const routes = (target: string, state = "running"): string[] => [
  "route Service  Host  Path  Target           State    TLS",
  `route app-web  *     /     ${target}  ${state}  no`,
];
const clock = 1_800_000_000;

/** What a server says of itself at the end. */
const seen = (containers: readonly object[], table = routes("feedfeedfeed:80")): string =>
  [`clock ${clock}`, ...containers.map((each) => `container ${JSON.stringify(each)}`), ...table].join("\n");

/** What becomes of a deploy to one host that says this at the end. */
async function ending(said: string, previous?: string): Promise<Outcome[]> {
  const world = aWorld({ printing: (step) => (step.id === "confirm web 1.1.1.1" ? said : undefined) });
  const outcomes = await world.execute(deploying({}, ["1.1.1.1"]));
  return confirmed(aRelease(), outcomes, previous === undefined ? undefined : aVersion(previous));
}
const lookOf = (outcomes: readonly Outcome[]): Outcome | undefined =>
  outcomes.find(({ step }) => step.id === "confirm web 1.1.1.1");

describe("the last look of a deploy", () => {
  it("is content where the new version runs and has the traffic, and keeps nothing of what it saw", async () => {
    const outcomes = await ending(seen([next, proxy]));
    expect(lookOf(outcomes)).toMatchObject({ status: "succeeded", output: "" });
    expect(outcomes.filter(({ status }) => status === "failed")).toEqual([]);
  });

  it.each([
    [
      "the new container has ended",
      seen([{ ...next, state: "exited", status: "Exited (1) 2 seconds ago" }, proxy]),
      /web does not run: app-web-999: Exited \(1\)/,
    ],
    [
      "Docker starts it again and again",
      seen([{ ...next, state: "restarting", status: "Restarting (1)" }, proxy]),
      /Docker keeps starting app-web-999 again/,
    ],
    ["the old one is what runs", seen([aContainer(), proxy], routes("id-123:80")), /web runs 123, where 999 should/],
    ["the old one runs beside it", seen([next, aContainer(), proxy]), /app-web-123 still runs beside what serves/],
    [
      "traffic goes elsewhere",
      seen([next, proxy], routes("deadbeefdead:80")),
      /sends web traffic to deadbeefdead:80, and not to app-web-999/,
    ],
    ["there is no route", seen([next, proxy], routes("x:80").slice(0, 1)), /The proxy has no route to web/],
    ["there is no proxy", seen([next], []), /There is no proxy/],
    ["it cannot be read", `clock ${clock}\ncontainer {"id":`, /1\.1\.1\.1 answered with a line that cannot be read/],
  ])("is a failure that says so where %s", async (_, said, reason) => {
    const look = lookOf(await ending(said));
    expect(look?.status).toBe("failed");
    expect(look?.output).toMatch(reason);
  });

  it.each([
    ["123", '"landfall check" looks again, "landfall rollback 123" goes back'],
    ["999", '"landfall check" looks again'],
    [undefined, '"landfall check" looks again'],
  ])("says what to do where %s served before", async (previous, advice) => {
    expect(
      lookOf(await ending(seen([aContainer(), proxy]), previous))
        ?.output.split("\n")
        .slice(-1),
    ).toEqual([advice]);
  });

  it("is content where a person keeps requests waiting meanwhile", async () => {
    expect(lookOf(await ending(seen([next, proxy], routes("feedfeedfeed:80", "stopped"))))?.status).toBe("succeeded");
  });

  it("has a run that promised too much say what was found, and claim no more", async () => {
    const outcomes = await ending(seen([{ ...next, state: "exited", status: "Exited (1) 2 seconds ago" }, proxy]));
    const { config } = aRelease();
    const report = aReport({ config, outcomes });
    expect(closing(report)).toContain("ERROR on 1.1.1.1: Look at what web came to\n  web does not run: app-web-999: Exited (1)");
    expect(closing(report)).toContain("What serves is not known.");
    expect(rollbackVersions(report)).toEqual(["123"]);
  });

  it("tells why the new container has ended", async () => {
    const why = printout({ container: { status: "exited", exitCode: 1 }, log: ['fetch: key not found: "REDIS_URL" (KeyError)'] });
    const ended = seen([{ ...next, state: "exited", status: "Exited (1) 2 seconds ago" }, proxy]);
    const outcomes = await ending(`${ended}\n${why.replaceAll(/^/gm, besideMark)}`);
    const { config } = aRelease();
    const [failure] = failures(aReport({ config, outcomes }).outcomes);
    expect(failure?.reason.split("\n")).toEqual([
      "web does not run: app-web-999: Exited (1) 2 seconds ago",
      '"landfall check" looks again',
      "Likely cause: The app misses REDIS_URL in its environment",
      "What to do: Give it under env.clear or env.secret in deploy.yml",
    ]);
    expect(failure?.container).toContain("State: exited, exit code 1");
  });

  it("changes nothing, is read by us alone, and lists what runs only when Docker has noted what ended", () => {
    const plan = deploying({}, ["1.1.1.1"]);
    const look = plan.steps.find(({ id }) => id === "confirm web 1.1.1.1");
    expect(commandOf(plan, "confirm web 1.1.1.1").match(/\bdocker \w+( \w+)?/g)).toEqual([
      ...["docker ps", "docker inspect", "docker ps", "docker exec kamal"],
      // Of a container that does not run, why.
      ...["docker container inspect", "docker version", "docker container inspect", "docker container inspect", "docker events"],
      ...["docker image inspect", "docker logs", "docker logs", "docker exec kamal"],
    ]);
    expect(look && isForUs(look)).toBe(true);
  });
});
