import { describe, expect, it } from "vitest";
import { doppler } from "../../../../src/core/secrets/vaults/doppler.ts";
import { answered, complaintOf, done, failed, notInstalled, type Round, replay } from "./replay.ts";

const loggedIn: Round = { "doppler me --json": done };
const secret = (computed: string | null) => ({ computed, computedVisibility: "unmasked", note: "" });
const two = answered({ KEY: secret("k"), URL: secret("u r l") });

describe("Doppler", () => {
  it.each([
    ["of the config that all are from", { from: "shop/prd", names: ["KEY", "URL"] }],
    ["whose names have the config", { names: ["shop/prd/KEY", "shop/prd/URL"] }],
    ["of which the first has the config", { names: ["shop/prd/KEY", "URL"] }],
  ])("reads secrets %s, at once and by their bare names", (_, request) => {
    const values = replay(doppler, request, [loggedIn, { "doppler secrets get KEY URL --json -p shop -c prd": two }]);
    expect(values).toEqual({ KEY: "k", URL: "u r l" });
  });

  it("reads several configs side by side, each for its own", () => {
    const values = replay(doppler, { names: ["shop/prd/KEY", "shop/dev/URL"] }, [
      loggedIn,
      {
        "doppler secrets get KEY --json -p shop -c prd": answered({ KEY: secret("k") }),
        "doppler secrets get URL --json -p shop -c dev": answered({ URL: secret("u") }),
      },
    ]);
    expect(values).toEqual({ KEY: "k", URL: "u" });
  });

  it("names no config to a service token, which has one", () => {
    const lookup = (name: string) => (name === "DOPPLER_TOKEN" ? "dp.st.prd.x" : undefined);
    const values = replay(doppler, { names: ["KEY", "URL"], lookup }, [loggedIn, { "doppler secrets get KEY URL --json": two }]);
    expect(values).toEqual({ KEY: "k", URL: "u r l" });
  });

  it("leaves out what has no value", () => {
    const values = replay(doppler, { from: "shop/prd", names: ["KEY"] }, [
      loggedIn,
      { "doppler secrets get KEY --json -p shop -c prd": answered({ KEY: secret(null) }) },
    ]);
    expect(values).toEqual({});
  });

  it("logs in where nobody is", () => {
    const values = replay(doppler, { from: "shop/prd", names: ["KEY"] }, [
      { "doppler me --json": failed("") },
      { "doppler login -y (asks)": done },
      { "doppler secrets get KEY --json -p shop -c prd": answered({ KEY: secret("k") }) },
    ]);
    expect(values).toEqual({ KEY: "k" });
  });

  it.each([
    [
      "the program is missing",
      [{ "doppler me --json": notInstalled }],
      "the Doppler CLI (doppler) is not installed, or not in the PATH",
    ],
    [
      "the program hangs, without asking on",
      [{ "doppler me --json": { output: "", exitCode: undefined, complaint: "it took longer than 60 s" } }],
      "Doppler gave no answer: it took longer than 60 s. Perhaps it waits for a login, or for somebody to agree.",
    ],
    [
      "nobody logs in",
      [{ "doppler me --json": failed("") }, { "doppler login -y (asks)": failed("") }],
      "could not log in to Doppler: doppler ended with exit code 1. Run `doppler login` first, or hand DOPPLER_TOKEN in.",
    ],
    [
      "a secret is not there",
      [
        loggedIn,
        { "doppler secrets get KEY --json -p shop -c prd": failed("Doppler Error: Could not find requested secret: KEY") },
      ],
      "could not read KEY from Doppler: Doppler Error: Could not find requested secret: KEY. Check the name, and that this account may read it.",
    ],
    [
      "the answer is another",
      [loggedIn, { "doppler secrets get KEY --json -p shop -c prd": answered({ KEY: "k" }) }],
      "could not understand what Doppler answered at KEY: Invalid input: expected object, received string. Check that doppler is up to date and prints nothing else.",
    ],
  ])("explains when %s", (_, rounds: readonly Round[], complaint) => {
    expect(complaintOf(doppler, { from: "shop/prd", names: ["KEY"] }, rounds)).toBe(`VaultError: ${complaint}`);
  });

  it.each([
    ["a config", { names: ["KEY"] }, "name Doppler's project and config: `--from project/config`"],
    [
      "a config, when only a project is there",
      { from: "shop", names: ["KEY"] },
      "name Doppler's project and config: `--from project/config`",
    ],
    [
      "a config, with a token of a person",
      { names: ["KEY"], lookup: () => "dp.pt.x" },
      "name Doppler's project and config: `--from project/config`",
    ],
    ["names", { from: "shop/prd" }, "name the secrets to fetch from Doppler"],
  ])("asks nothing without %s", (_, request, complaint) => {
    expect(complaintOf(doppler, request, [])).toBe(`VaultError: ${complaint}`);
  });
});
