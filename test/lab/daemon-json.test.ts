import { expect, it } from "vitest";
import { distrusting, readEngineConfig, trusting } from "./daemon-json.ts";

it("adds a registry beside what stands in daemon.json, once", () => {
  const config = readEngineConfig('{ "log-driver": "local", "insecure-registries": ["10.0.0.1:5000"] }');
  const twice = trusting(trusting(config, ["10.213.4.0/24"]), ["10.213.4.0/24"]);
  expect(twice).toEqual({ "log-driver": "local", "insecure-registries": ["10.0.0.1:5000", "10.213.4.0/24"] });
});

it("takes it away again and leaves what was there before", () => {
  for (const text of ["{}", '{ "log-driver": "local" }', '{ "insecure-registries": ["10.0.0.1:5000"] }']) {
    const config = readEngineConfig(text);
    expect(distrusting(trusting(config, ["10.213.4.0/24"]), ["10.213.4.0/24"])).toEqual(JSON.parse(text));
  }
});

it("refuses a daemon.json that holds no object", () => {
  expect(() => readEngineConfig("null")).toThrow("daemon.json holds no object");
});
