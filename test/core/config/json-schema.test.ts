import { expect, it } from "vitest";
import { configSchema, isSchema, type JsonSchema, meaning } from "../../../src/core/config/json-schema.ts";
import { deployYml, parse } from "./deploy-yml.ts";

/** The default that the schema states for a key, such as `proxy.app_port`. */
function statedDefault(path: string): unknown {
  return path.split(".").reduce<JsonSchema>(below, configSchema()).default;
}

function below(schema: JsonSchema, key: string): JsonSchema {
  const found = schema.properties?.[key] ?? schema.additionalProperties;
  if (!isSchema(found)) throw new Error(`no key ${key}`);
  return found;
}

it("the defaults that the schema states are those that an empty file means", () => {
  const parsed = parse(deployYml("proxy: {ssl: false, run: {metrics_port: 9090}}\naccessories: {db: {image: i, host: h}}"));
  if ("problems" in parsed) throw new Error("not parsed");
  const { config } = parsed;
  const [{ proxy } = { proxy: undefined }] = config.roles;
  const [accessory] = config.accessories;
  const meant = {
    hooks_path: config.hooksPath,
    secrets_path: config.secretsPath,
    primary_role: config.primaryRole,
    retain_containers: config.retainContainers,
    readiness_delay: config.readinessDelay,
    deploy_timeout: config.deployTimeout,
    drain_timeout: config.drainTimeout,
    "builder.local": config.builder.local,
    "builder.driver": config.builder.driver,
    "builder.dockerfile": config.builder.dockerfile,
    "proxy.app_port": proxy?.appPort,
    "proxy.ssl": proxy?.ssl,
    "proxy.buffering.requests": proxy?.buffering.requests,
    "proxy.buffering.responses": proxy?.buffering.responses,
    "proxy.logging.request_headers": proxy?.logging.requestHeaders,
    "proxy.run.http_port": proxy?.run?.httpPort,
    "proxy.run.https_port": proxy?.run?.httpsPort,
    "proxy.run.debug": proxy?.run?.debug,
    "proxy.run.log_max_size": proxy?.run?.logMaxSize,
    "proxy.run.publish": proxy?.run?.publish,
    "proxy.run.repository": proxy?.run?.repository,
    "proxy.run.version": proxy?.run?.version,
    "ssh.user": config.ssh.user,
    "ssh.port": config.ssh.port,
    "ssh.keys_only": config.ssh.keysOnly,
    "ssh.config": config.ssh.config,
    "ssh.forward_agent": config.ssh.forwardAgent,
    "sshkit.max_concurrent_starts": config.ssh.maxConcurrentStarts,
    "boot.wait": config.boot.wait,
    "boot.parallel_roles": config.boot.parallelRoles,
    "accessories.db.network": accessory?.network,
    "accessories.db.options.restart": accessory?.restart,
    "x-landfall.proxy.engine": config.landfall.engine,
    "x-landfall.registry.logout": config.landfall.logsOut,
    "x-landfall.on_failure": config.landfall.onFailure,
  };
  expect(Object.fromEntries(Object.keys(meant).map((path) => [path, statedDefault(path)]))).toEqual(meant);
});

it("a key's meaning ends with its default, as it would be written", () => {
  expect(meaning({ description: "Headers.", default: ["A", "B"] })).toBe("Headers. Default: A, B.");
  expect(meaning({ description: "Seconds.", default: 0 })).toBe("Seconds. Default: 0.");
  expect(meaning({ description: "Text." })).toBe("Text.");
  expect(meaning({})).toBeUndefined();
});
