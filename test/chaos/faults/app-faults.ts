import { type Fault, nothing, type Scene } from "../fault.ts";
import { changedApp } from "../journey.ts";

const here = { where: "app", comes: "at the start", journeys: ["deploy", "setup"], heal: nothing } as const;
const begins = '"""A web app';

export const appFaults: readonly Fault[] = [
  {
    ...here,
    name: "exits",
    mustFail: true,
    means: "the new version exits at once",
    cause: app(begins, `raise SystemExit(3)\n${begins}`),
  },
  {
    ...here,
    name: "crashes",
    means: "the new version crashes 5 s after it was healthy, again and again",
    downs: "all servers",
    needsDeploy: true,
    cause: app("\nmain()", "\nthreading.Timer(5, os._exit, [9]).start()\nmain()"),
  },
  {
    ...here,
    name: "deaf",
    mustPass: true,
    means: "the new version does not mind SIGTERM",
    cause: app("stopping.set()", "None"),
  },
  {
    ...here,
    name: "late",
    mustPass: true,
    means: "the new version opens its port after 5 s",
    cause: app("\nmain()", "\ntime.sleep(5)\nmain()"),
  },
  {
    ...here,
    name: "too-late",
    mustFail: true,
    means: "it opens it after the deploy's patience",
    cause: app("\nmain()", "\ntime.sleep(40)\nmain()"),
  },
  {
    ...here,
    name: "answers-500",
    mustFail: true,
    means: "the new version is never healthy",
    cause: app('(200, b"up\\n")', '(500, b"down\\n")'),
  },
  {
    ...here,
    name: "wrong-port",
    mustFail: true,
    means: "the new version listens on another port",
    cause: app('"PORT", "80"', '"PORT", "8080"'),
  },
];

/** The version that is to be deployed, changed after all. */
function app(place: string, change: string) {
  return async ({ ground }: Scene): Promise<string> => ground.project.commit({ "app.py": await changedApp(place, change) });
}
