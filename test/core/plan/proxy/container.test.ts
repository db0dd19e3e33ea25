import { expect, it } from "vitest";
import type { LogQuery } from "../../../../src/core/commands/logs.ts";
import * as plans from "../../../../src/core/plan/proxy/container.ts";
import { aConfig, aHost, aLandfall, aRelease, aRole, aWorker, commandOf, outline } from "../../../support.ts";
import { deployYml, parse } from "../../config/deploy-yml.ts";

const config = aConfig({ roles: [aRole({ hosts: ["a", "b"] }), aWorker({ hosts: ["c"] })] });
const record = (text: string): string =>
  `mkdir -p .kamal && printf '%s %s\\n' "[$(date -u +%Y-%m-%dT%H:%M:%SZ)]" '[ann@example.com] ${text}' >> .kamal/app-audit.log || exit`;

it.each([
  [plans.planProxyStart, [record("Started proxy"), "docker container start kamal-proxy"]],
  [plans.planProxyStop, [record("Stopped proxy"), "{ docker container stop kamal-proxy || true", "}"]],
  [
    plans.planProxyRestart,
    [
      ...[record("Stopped proxy"), "{ docker container stop kamal-proxy || true", "}"],
      ...[record("Started proxy"), "docker container start kamal-proxy"],
    ],
  ],
])("the container is stopped and started as Kamal does it, where traffic arrives", (plan, commands) => {
  expect(outline(plan(aRelease({ config })))).toEqual(["proxy a ← ", "proxy b ← "]);
  expect(commandOf(plan(aRelease({ config })), "proxy b").split("\n")).toEqual(commands);
});

it("the container is that of the engine which the file names", () => {
  const caddy = aRelease({ config: { ...config, landfall: aLandfall({ engine: "caddy" }) } });
  expect(commandOf(plans.planProxyStart(caddy), "proxy a")).toMatch(/docker container start landfall-caddy$/);
  expect(commandOf(plans.planProxyLogs(query)(caddy), "logs a")).toBe("docker logs --timestamps --tail 100 landfall-caddy 2>&1");
});

it("there is a proxy where only an accessory takes traffic, too", () => {
  const parsed = parse(
    deployYml("accessories: {db: {image: m, host: 9.9.9.9, proxy: {host: a.com}}, redis: {image: r, host: 8.8.8.8}}"),
  );
  if (!("config" in parsed)) throw new Error(parsed.problems.map(({ message }) => message).join());
  expect(outline(plans.planProxyStart(aRelease({ config: parsed.config })))).toEqual(["proxy 1.1.1.1 ← ", "proxy 9.9.9.9 ← "]);
});

it("a log is shown from every server, and followed on the primary one", () => {
  const show = (over: Partial<LogQuery>) =>
    plans.planProxyLogs({ ...query, ...over })(aRelease({ config: { ...config, primaryHost: aHost("b") } }));
  expect(outline(show({}))).toEqual(["logs a ← ", "logs b ← "]);
  expect(outline(show({ follow: true }))).toEqual(["logs b ← "]);
  expect(commandOf(show({ since: "42m", lines: 5 }), "logs b")).toBe(
    "docker logs --timestamps --since 42m --tail 5 kamal-proxy 2>&1",
  );
});

const query: LogQuery = {
  ...{ since: undefined, lines: undefined, grep: undefined, grepOptions: undefined },
  ...{ timestamps: true, follow: false },
};
