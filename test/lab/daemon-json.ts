/** Docker's daemon.json: whatever stands in it, and the registries it trusts without TLS. */
export interface EngineConfig {
  readonly "insecure-registries"?: readonly string[];
  readonly [setting: string]: unknown;
}

/** Throws when the text is no JSON object. */
export function readEngineConfig(text: string): EngineConfig {
  const config: unknown = JSON.parse(text);
  if (typeof config !== "object" || config === null) throw new Error(`daemon.json holds no object: ${text}`);
  const { "insecure-registries": trusted, ...rest } = Object.fromEntries(Object.entries(config));
  return Array.isArray(trusted) ? { ...rest, "insecure-registries": trusted.map(String) } : rest;
}

export function trusting(config: EngineConfig, registries: readonly string[]): EngineConfig {
  return { ...config, "insecure-registries": [...new Set([...(config["insecure-registries"] ?? []), ...registries])] };
}

/** The key goes with its last registry, so that a file that never had one is as it was. */
export function distrusting(config: EngineConfig, registries: readonly string[]): EngineConfig {
  const { "insecure-registries": trusted = [], ...rest } = config;
  const left = trusted.filter((registry) => !registries.includes(registry));
  return left.length > 0 ? { ...rest, "insecure-registries": left } : rest;
}
