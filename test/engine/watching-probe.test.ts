import { describe, expect, it } from "vitest";
import type { Expectation } from "../../src/core/config/landfall.ts";
import type { StepEnd } from "../../src/core/plan/script.ts";
import { runProbe } from "../../src/engine/probe.ts";
import { aSite } from "./site.ts";

const never = new AbortController().signal;

/** Asked until it is right, and then for so many seconds. */
const watch = (url: string, seconds: number, maxErrors: number, signal = never): Promise<StepEnd> =>
  runProbe({ url, within: 20, watch: { seconds, maxErrors } }, signal, () => {});

describe("a probe that knows what to expect", () => {
  const expecting = (url: string, expect: Expectation): Promise<StepEnd> => runProbe({ url, within: 0, expect }, never, () => {});

  it("is content with that status alone", async () => {
    await using site = await aSite((_, response) => response.writeHead(401).end());
    expect((await expecting(site.url, { status: 401 })).exitCode).toBe(0);
    const { exitCode, output } = await expecting(site.url, { status: 200 });
    expect({ exitCode, output }).toEqual({ exitCode: 1, output: `${site.url}/: 401 Unauthorized, and not 200` });
  });

  it("does not follow the redirect that it expects", async () => {
    await using site = await aSite((_, response) => response.writeHead(302, { location: "https://login.example.com" }).end());
    expect((await expecting(site.url, { status: 302 })).exitCode).toBe(0);
    expect(site.asked).toEqual(["/"]);
  });

  it("follows a redirect to the status that it expects", async () => {
    await using site = await aSite(({ url }, response) => {
      response.writeHead(url === "/" ? 302 : 404, { location: "/gone" }).end();
    });
    expect((await expecting(site.url, { status: 404 })).exitCode).toBe(0);
  });

  it("finds a text far down in the answer, and shows the first of it", async () => {
    await using site = await aSite((_, response) => response.end(`${"x".repeat(5000)}version 999`));
    expect(await expecting(site.url, { text: "version 999" })).toEqual({
      exitCode: 0,
      output: `${site.url}/: 200 OK\n${"x".repeat(500)}`,
    });
  });

  it("is not content with another text, nor with an error page that has it", async () => {
    await using site = await aSite(({ url }, response) => response.writeHead(url === "/" ? 200 : 500).end("version 123"));
    const { exitCode, output } = await expecting(site.url, { text: "version 999" });
    expect({ exitCode, output }).toEqual({
      exitCode: 1,
      output: `${site.url}/: 200 OK, without "version 999" in it\nversion 123`,
    });
    expect((await expecting(`${site.url}/error`, { text: "version 123" })).exitCode).toBe(1);
  });
});

describe("a probe that watches", () => {
  it("is asked on once the answer was right, and counts only from then on", async () => {
    await using site = await aSite((_, response) => response.writeHead(site.asked.length < 2 ? 502 : 200).end());
    const { exitCode, output } = await watch(site.url, 2.5, 0);
    expect(exitCode).toBe(0);
    expect(output).toBe(
      `${site.url}/: 200 OK\nIt was asked ${site.asked.length - 2} times once it was right; 0 answers were wrong`,
    );
    expect(site.asked.length).toBeGreaterThan(2);
  });

  it("fails as soon as more answers were wrong than may be, and shows the last of them", async () => {
    await using site = await aSite((_, response) => response.writeHead(site.asked.length === 3 ? 500 : 200).end("hello"));
    const { exitCode, output } = await watch(site.url, 3600, 0);
    expect({ exitCode, output }).toEqual({
      exitCode: 1,
      output: `${site.url}/: 500 Internal Server Error\nhello\nIt was asked 2 times once it was right; 1 answer was wrong`,
    });
  });

  it("takes as many wrong answers as may be", async () => {
    await using site = await aSite((_, response) => response.writeHead(site.asked.length === 2 ? 500 : 200).end());
    expect((await watch(site.url, 4.5, 50)).exitCode).toBe(0);
  });

  it("waits for the last answer as long as for every other", async () => {
    await using site = await aSite((_, response) => void setTimeout(() => response.end(), 1200));
    expect((await watch(site.url, 1.5, 0)).exitCode).toBe(0);
    expect(site.asked).toHaveLength(2);
  });

  it("is not asked on where it never was right", async () => {
    await using site = await aSite((_, response) => response.writeHead(500).end());
    const ended = await runProbe({ url: site.url, within: 0, watch: { seconds: 3600, maxErrors: 100 } }, never, () => {});
    expect([ended.exitCode, site.asked.length]).toEqual([1, 1]);
  });

  it("stops at once when it is cancelled", async () => {
    const cancel = new AbortController();
    await using site = await aSite((_, response) => {
      response.end();
      if (site.asked.length === 2) setImmediate(() => cancel.abort(new Error("cancelled")));
    });
    await expect(watch(site.url, 3600, 0, cancel.signal)).rejects.toThrow();
    expect(site.asked).toHaveLength(2);
  });
});
