import type { Command } from "commander";
import { proxyHosts } from "../../core/config/placement.ts";
import { describeProxies, proxyDetails } from "../../core/report/proxies.ts";
import type { Done } from "../../use-cases/errand.ts";
import type { Answer, FrontEnd } from "../front-end.ts";
import { lookAtDocker } from "../look.ts";
import { type GlobalOptions, withGlobals } from "../options.ts";

/** `proxy details`: only looks, so it takes no lock. */
export function addProxyDetails(proxy: Command, frontEnd: FrontEnd): void {
  const details = withGlobals(proxy.command("details"));
  details.description("Show the proxy and its routes on every server").action(async () => {
    const options = details.opts<GlobalOptions>();
    const describe = ({ config, facts }: Done): Answer => {
      const proxies = proxyDetails(config, facts);
      return { text: describeProxies([...facts.keys()], proxies), json: { proxies } };
    };
    await lookAtDocker(frontEnd, options, { command: "proxy", subcommand: "details", looksAt: proxyHosts, describe });
  });
}
