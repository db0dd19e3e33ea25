import { describe, expect, it } from "vitest";
import { visits } from "../../../src/core/commands/visits.ts";
import { readVisits, type Visits, whyAwake } from "../../../src/core/preview/visits.ts";
import { aHome } from "../../shell/home.ts";
import { aConfig, aHost } from "../../support.ts";

const hour = 3600;
const addresses = ["pr-1.example.com", "pr-12.example.com"];

/** What a proxy's log of these lines comes to. */
async function seen(...log: readonly string[]): Promise<Visits> {
  using home = aHome({
    docker: {
      "logs --timestamps kamal-proxy": "2026-01-01T00:00:00.5Z the first line\n2026-01-02T00:00:00Z another\n",
      "logs --since 3600s kamal-proxy": log.join("\n"),
    },
  });
  const { code, output } = await home.run(visits(aConfig(), addresses, hour));
  expect(code).toBe(0);
  return readVisits(output);
}

describe("a proxy's log", () => {
  it.each([
    ["of kamal-proxy", '{"time":"x","level":"INFO","msg":"Request","host":"pr-12.example.com","port":80,"path":"/"}'],
    ["of Caddy", '{"level":"info","msg":"handled request","request":{"method":"GET","host":"pr-12.example.com","uri":"/"}}'],
    ["with the port that was asked", '{"host":"pr-12.example.com:8080","port":80}'],
    ["in capitals", '{"host":"PR-12.Example.COM","port":80}'],
  ])("tells who was asked for: %s", async (_, line) => {
    expect((await seen('{"host":"shop.example.com"}', line, line)).addresses).toEqual(new Set(["pr-12.example.com"]));
  });

  it.each([
    ["another address that holds it", '{"host":"www.pr-1.example.com"}'],
    ["one that begins like it", '{"host":"pr-1.example.com.evil.test"}'],
    ["a visitor who writes it elsewhere", String.raw`{"host":"shop.example.com","user_agent":"\"host\":\"pr-1.example.com\""}`],
    ["its own deploy", '{"msg":"Deployed","service":"shop-pr-1-web","hosts":["pr-1.example.com"]}'],
  ])("is not deceived by %s", async (_, line) => {
    expect((await seen(line)).addresses).toEqual(new Set());
  });

  it("tells how far back it goes", async () => {
    expect((await seen()).since).toBe(Date.parse("2026-01-01T00:00:00.5Z") / 1000);
    expect(readVisits("clock 5\nsince Error\n").since).toBeUndefined();
  });
});

describe("a preview is awake", () => {
  const [web1, web2] = [aHost("web1"), aHost("web2")];
  const preview = { address: "PR-1.example.com", hosts: [web1, web2] };
  const known = (over: Partial<Visits> = {}): Visits => ({ clock: 10 * hour, since: 0, addresses: new Set(), ...over });
  const why = (one: Visits | undefined, other: Visits | undefined): string | undefined =>
    whyAwake(
      preview,
      new Map([one && (["web1", one] as const), other && (["web2", other] as const)].filter((each) => !!each)),
      hour,
    );

  it("where somebody has asked one of its servers for it", () => {
    expect(why(known(), known({ addresses: new Set(["pr-1.example.com"]) }))).toBe("somebody has asked for it in the last 1 h");
  });

  it("where a server's log does not go back far enough, or cannot be read", () => {
    expect(why(known(), known({ since: 9.5 * hour }))).toContain("web2 goes back only 30 min, so nobody knows");
    expect(why(known({ since: undefined }), known())).toContain("web1 has no log");
    expect(why(known(), undefined)).toContain("web2 has no log");
  });

  it("and not where nobody has, or nobody could", () => {
    expect(why(known(), known())).toBeUndefined();
    expect(whyAwake({ ...preview, address: undefined }, new Map(), hour)).toBeUndefined();
  });
});
