import { nanoseconds } from "../json-fields.ts";
import { callProxy } from "./client.ts";
import { command } from "./command.ts";
import { durationFlag, intFlag, listFlag } from "./flag.ts";

export const rolloutDeployCommand = command({
  path: "rollout deploy",
  short: "Deploy the rollout target",
  flags: [
    listFlag("target", "Targets to deploy"),
    listFlag("read-target", "Targets for reads only"),
    durationFlag("deploy-timeout", 30_000, "How long to wait for the target to become healthy"),
    durationFlag("drain-timeout", 30_000, "How long to let requests on the old target end"),
  ],
  required: ["target"],
  perform: async (args) => {
    const fields = {
      service: args.operands[0],
      targets: args.list("target"),
      readers: args.list("read-target"),
      deploy_timeout: nanoseconds(args.number("deploy-timeout")),
      drain_timeout: nanoseconds(args.number("drain-timeout")),
    };
    await callProxy({ name: "rollout-deploy", fields });
  },
});

export const rolloutSetCommand = command({
  path: "rollout set",
  short: "Set traffic split for rollout",
  flags: [intFlag("percent", 0, "Share of the traffic, in percent"), listFlag("list", "Values that always go to the rollout")],
  oneOf: ["percent", "list"],
  perform: async (args) => {
    const fields = { service: args.operands[0], percentage: args.number("percent"), allowlist: args.list("list") };
    await callProxy({ name: "rollout-set", fields });
  },
});

export const rolloutStopCommand = command({
  path: "rollout stop",
  short: "Stops rollout of a service",
  perform: async (args) => {
    await callProxy({ name: "rollout-stop", fields: { service: args.operands[0] } });
  },
});
