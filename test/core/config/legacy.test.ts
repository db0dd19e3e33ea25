import { expect, it } from "vitest";
import { deployYml, parse } from "./deploy-yml.ts";

const offer = "`landfall config migrate` rewrites this file.";

const hintsOf = (lines: string, destination?: string): (string | undefined)[] => {
  const parsed = parse(deployYml(lines), destination);
  return "problems" in parsed ? parsed.problems.map(({ hint }) => hint) : [];
};

it.each([
  ["traefik: {}", "This is a Kamal 1 setting. Kamal 2 uses kamal-proxy: see `proxy`."],
  ["healthcheck: {}", "This is a Kamal 1 setting. It is `proxy.healthcheck` now; the port is `proxy.app_port`."],
  ["servers: {web: {hosts: [h], traefik: true}}", "This is a Kamal 1 setting. Write `proxy: true` or `proxy: false`."],
  ["servers: {web: {hosts: [h], healthcheck: {}}}", "This is a Kamal 1 setting. It is `proxy.healthcheck` of the role now."],
  ["builder: {arch: amd64, multiarch: false}", "This is a Kamal 1 setting. Write `arch: [amd64, arm64]`, or one of them."],
  ["builder: {arch: amd64, local: {arch: amd64}}", "Kamal 1 took arch and host here. Write `arch: ...` and `local: true`."],
  [
    "builder: {arch: amd64, remote: {arch: amd64}}",
    "Kamal 1 took arch and host here. Write `arch: ...` and `remote: ssh://user@host`.",
  ],
  [
    "stop_wait_time: 1",
    "This is a Kamal 1 setting. It is `drain_timeout` now, or `stop_timeout` for containers without the proxy.",
  ],
  ["audit_broadcast_cmd: bin/audit", "This is an MRSK setting. Use a post-deploy hook."],
])("%s is answered with what took its place, and what rewrites the file", (lines, hint) => {
  expect(hintsOf(lines)).toEqual([`${hint} ${offer}`]);
});

it("what rewrites a file is said once for each file", () => {
  const hints = hintsOf("traefik: {}\nhealthcheck: {}\nfoo: 1", "healthcheck: {port: 1}\nstop_wait_time: 1\n");
  expect(hints.map((hint) => hint?.includes(offer) ?? false)).toEqual([true, false, true, false]);
});

it("what is wrong in a file of Kamal 2 is not blamed on Kamal 1", () => {
  expect(hintsOf("builder: {dockerfile: Dockerfile}\nproxi: {}").join()).not.toContain(offer);
});
