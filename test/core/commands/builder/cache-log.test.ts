import { describe, expect, it } from "vitest";
import { cacheFailures } from "../../../../src/core/commands/builder/cache-log.ts";

/** As buildx 0.29 printed it. */
const log = (cache: string): string => `#1 [internal] load build definition from Dockerfile
#1 DONE 0.0s

${cache}
#7 exporting to image
#7 pushing layers 0.1s done
#7 DONE 0.3s
`;

describe("what a build says of its cache", () => {
  it("is nothing when all goes well", () => {
    expect(cacheFailures(log("#3 importing cache manifest from gha:16494090810736450669\n#3 DONE 0.0s\n"))).toEqual([]);
  });

  it("is why layers were not saved", () => {
    const gha =
      "#9 exporting to GitHub Actions Cache\n#9 writing layer sha256:4436 done\n#9 ERROR: error writing layer blob: permission_denied\n";
    expect(cacheFailures(log(gha))).toEqual(["layers could not be saved: error writing layer blob: permission_denied"]);
    const registry = "#9 exporting cache to registry\n#9 ERROR: failed to push r.example.com/a-build-cache: denied\n";
    expect(cacheFailures(log(registry))).toEqual([
      "layers could not be saved: failed to push r.example.com/a-build-cache: denied",
    ]);
  });

  it("is why layers were not fetched, unless there are none yet", () => {
    const from =
      "#5 importing cache manifest from r.example.com/kept-build-cache\n#5 ERROR: failed to configure registry cache importer: ";
    expect(cacheFailures(log(`${from}r.example.com/kept-build-cache:latest: not found\n`))).toEqual([]);
    expect(cacheFailures(log(`${from}r.example.com: 401 Unauthorized\n`))).toEqual([
      "layers could not be fetched: failed to configure registry cache importer: r.example.com: 401 Unauthorized",
    ]);
  });

  it("is not what went wrong elsewhere", () => {
    expect(cacheFailures(log('#4 [2/3] RUN make cache\n#4 ERROR: process "make cache" failed\n'))).toEqual([]);
  });
});
