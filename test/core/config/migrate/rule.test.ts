import { describe, expect, it } from "vitest";
import { parseRule } from "../../../../src/core/config/migrate/rule.ts";

describe("a router's rule is hosts and path prefixes:", () => {
  it.each([
    ["Host(`a.example`)", ["a.example"], []],
    ["Host(`a.example`, `b.example`)", ["a.example", "b.example"], []],
    ["Host(\\`a.example\\`)", ["a.example"], []],
    ['Host("a.example")', ["a.example"], []],
    ["Host(`a.example`) || Host(`b.example`) || Host(`a.example`)", ["a.example", "b.example"], []],
    ["(Host(`a.example`) || Host(`b.example`))", ["a.example", "b.example"], []],
    ["PathPrefix(`/`)", [], []],
    ["HostRegexp(`{sub:[a-zA-Z0-9-]+}.a.example`) || Host(`a.example`)", ["*.a.example", "a.example"], []],
    ["PathPrefix(`/api`) || PathPrefix(`/v2`)", [], ["/api", "/v2"]],
    ["Host(`a.example`) && PathPrefix(`/api`)", ["a.example"], ["/api"]],
    ["PathPrefix(`/api`)&&(Host(`a.example`)||Host(`b.example`))", ["a.example", "b.example"], ["/api"]],
  ])("%s", (text, hosts, prefixes) => {
    expect(parseRule(text)).toEqual({ hosts, prefixes });
  });
});

describe("a rule that kamal-proxy could not follow exactly is none:", () => {
  it.each([
    "Host(`a.example`) || Host(`b.example`) && PathPrefix(`/api`)",
    "Host(`a.example`) || PathPrefix(`/api`)",
    "!Host(`a.example`)",
    "Host(`a.example`) && !PathPrefix(`/admin`)",
    "Host(`a.example`) && Method(`GET`)",
    "HostRegexp(`{any:.+}`)",
    "HostRegexp(`{sub:[a-z.]+}.a.example`)",
    "(Host(`a.example`)",
    "Path(`/exact`)",
    "",
  ])("%s", (text) => {
    expect(parseRule(text)).toBeUndefined();
  });
});
