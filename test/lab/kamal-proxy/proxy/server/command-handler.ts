import { rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { durationField, type JsonFields, jsonFields, numberField, textField, textsField, truthField } from "../json-fields.ts";
import { parseServiceOptions } from "../service-options.ts";
import { parseTargetOptions } from "../target-options.ts";
import type { Deployment } from "./deployment.ts";
import type { Addresses } from "./load-balancer.ts";
import type { Router } from "./router.ts";

/** Listens on the socket for the calls of the command line; every call is carried out even if its caller goes away. */
export const commandServer = (router: Router, path: string): Server => {
  rmSync(path, { force: true });
  return createServer((socket) => serveCaller(router, socket)).listen(path);
};

const serveCaller = (router: Router, socket: Socket): void => {
  let text = "";
  socket.setEncoding("utf8");
  socket.on("error", () => {});
  socket.on("data", async (chunk) => {
    text += chunk;
    if (text.endsWith("\n")) socket.end(`${JSON.stringify(await answer(router, text))}\n`);
  });
};

const answer = async (router: Router, line: string): Promise<JsonFields> => {
  try {
    const call = jsonFields(JSON.parse(line));
    return (await perform(router, textField(call, "name"), jsonFields(call.fields))) ?? {};
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
};

const perform = async (router: Router, name: string, fields: JsonFields): Promise<JsonFields | undefined> => {
  const service = textField(fields, "service");
  switch (name) {
    case "deploy":
      await deploy(router, service, fields);
      return;
    case "rollout-deploy":
      await router.deployRollout(service, addressesIn(fields), deploymentIn(fields));
      return;
    case "rollout-set":
      router.splitRollout(service, numberField(fields, "percentage"), textsField(fields, "allowlist"));
      return;
    case "rollout-stop":
      router.stopRollout(service);
      return;
    case "remove":
      router.remove(service);
      return;
    case "pause":
      await router.pause(service, durationField(fields, "drain_timeout"), durationField(fields, "max_pause"));
      return;
    case "stop":
      await router.stop(service, durationField(fields, "drain_timeout"), textField(fields, "message"));
      return;
    case "resume":
      router.resume(service);
      return;
    case "list":
      return { services: router.list() };
    default:
      throw new Error(`rpc: can't find service kamal-proxy.${name}`);
  }
};

const deploy = async (router: Router, service: string, fields: JsonFields): Promise<void> => {
  const options = parseServiceOptions(jsonFields(fields.options));
  const targetOptions = parseTargetOptions(jsonFields(fields.target_options));
  await router.deploy(service, addressesIn(fields), options, targetOptions, deploymentIn(fields));
};

const addressesIn = (fields: JsonFields): Addresses => ({
  targets: textsField(fields, "targets"),
  readers: textsField(fields, "readers"),
});

const deploymentIn = (fields: JsonFields): Deployment => ({
  deployTimeoutMs: durationField(fields, "deploy_timeout"),
  drainTimeoutMs: durationField(fields, "drain_timeout"),
  force: truthField(fields, "force"),
});
