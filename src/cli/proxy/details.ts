import type { Command } from "commander";
import { proxyHosts } from "../../core/config/placement.ts";
import { refuseFailures } from "../../core/report/exit.ts";
import { describeProxies, proxyDetails } from "../../core/report/proxies.ts";
import { runErrand } from "../../use-cases/errand.ts";
import type { FrontEnd } from "../front-end.ts";
import { type GlobalOptions, withGlobals } from "../options.ts";

export function addProxyDetails(proxy: Command, frontEnd: FrontEnd): void {
  const details = withGlobals(proxy.command("details"));
  details.description("Show the proxy and its routes on every server").action(async () => {
    const options = details.opts<GlobalOptions>();
    const look = { command: "proxy", subcommand: "details", lock: false, looksAt: proxyHosts } as const;
    const call = await frontEnd.call(options);
    const done = await runErrand({ ...look, plan: () => ({ title: "Details of the proxy", steps: [] }) }, call);
    const proxies = proxyDetails(done.config, done.facts);
    frontEnd.answer({ text: describeProxies([...done.facts.keys()], proxies), json: { proxies } }, options);
    refuseFailures(done);
  });
}
