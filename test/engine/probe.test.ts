import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer as createTlsServer } from "node:https";
import { createServer as createTcpServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { StepEnd } from "../../src/core/plan/script.ts";
import { runProbe } from "../../src/engine/probe.ts";
import { aSite, closed, portOf } from "./site.ts";

const never = new AbortController().signal;

/** Asked only once, unless it may take longer. */
const probe = (url: string, { within = 0, signal = never, told = (_: string): void => {} } = {}): Promise<StepEnd> =>
  runProbe({ url, within }, signal, told);

describe("a probe", () => {
  it("is content with a success, and keeps the first of what was answered", async () => {
    await using site = await aSite((_, response) => response.end("x".repeat(2000)));
    expect(await probe(`${site.url}/up`)).toEqual({ exitCode: 0, output: `${site.url}/up: 200 OK\n${"x".repeat(500)}` });
  });

  it("fails with the status, and with text that steers no terminal", async () => {
    await using site = await aSite((_, response) => response.writeHead(503).end("\x1b[31mno database\x1b[0m\r\n"));
    const { exitCode, output } = await probe(site.url);
    expect({ exitCode, output }).toEqual({ exitCode: 1, output: `${site.url}/: 503 Service Unavailable\nno database` });
  });

  it("asks until the answer is a success, and tells each answer that is new", async () => {
    const told: string[] = [];
    await using site = await aSite((_, response) => response.writeHead(site.asked.length < 3 ? 502 : 204).end());
    const ended = await probe(site.url, { within: 20, told: (text) => told.push(text) });
    expect(ended).toEqual({ exitCode: 0, output: `${site.url}/: 204 No Content` });
    expect(told).toEqual([`${site.url}/: 502 Bad Gateway\n`, `${site.url}/: 204 No Content\n`]);
    expect(site.asked).toHaveLength(3);
  });

  it("gives up when time is up, and says how often it asked", async () => {
    await using site = await aSite((_, response) => response.writeHead(404).end());
    const ended = await probe(site.url, { within: 2.5 });
    const times = site.asked.length;
    expect(ended).toEqual({ exitCode: 1, output: `${site.url}/: 404 Not Found\nIt was asked ${times} times` });
  });

  it("follows redirects on the same host", async () => {
    await using site = await aSite(({ url }, response) => {
      if (url === "/") response.writeHead(302, { location: "/home" });
      response.end();
    });
    expect(await probe(site.url)).toEqual({ exitCode: 0, output: `${site.url}/home: 200 OK` });
  });

  it("does not follow them to another host", async () => {
    await using site = await aSite((_, response) => response.writeHead(301, { location: "https://login.example.com/?x" }).end());
    expect((await probe(site.url)).output).toBe(
      `${site.url}/: 301 Moved Permanently to another host, login.example.com. Name a URL that answers by itself`,
    );
  });

  it("gives redirects that never end up", async () => {
    await using site = await aSite((_, response) => response.writeHead(307, { location: "/" }).end());
    expect(await probe(site.url)).toEqual({ exitCode: 1, output: `${site.url}/: 307 Temporary Redirect, after 5 redirects` });
  });

  it("takes no longer for a body without an end", async () => {
    await using site = await aSite((_, response) => void response.write("x".repeat(5000)));
    expect((await probe(site.url)).exitCode).toBe(0);
  });

  it("stops at once when it is cancelled, while it waits for an answer or to ask again", async () => {
    for (const answer of [
      (): void => {},
      (_: unknown, response: { writeHead: (code: number) => { end(): void } }) => response.writeHead(500).end(),
    ]) {
      const cancel = new AbortController();
      await using site = await aSite((request, response) => {
        answer(request, response);
        setImmediate(() => cancel.abort(new Error("cancelled")));
      });
      await expect(probe(site.url, { within: 3600, signal: cancel.signal })).rejects.toThrow();
      expect(site.asked).toHaveLength(1);
    }
  });
});

describe("where nothing answers, a probe says", () => {
  it("that the answer does not come in time", async () => {
    await using site = await aSite(() => {});
    expect((await probe(site.url)).output).toBe(`${site.url}: no answer within 1 s`);
  });

  it("that nothing listens", async () => {
    const site = await aSite(() => {});
    await site[Symbol.asyncDispose]();
    expect((await probe(site.url)).output).toBe(`${site.url}: the connection was refused: nothing listens there (ECONNREFUSED)`);
  });

  it("that the connection was closed", async () => {
    const server = createTcpServer((socket) => socket.destroy());
    const port = await portOf(server);
    expect((await probe(`http://127.0.0.1:${port}`)).output).toMatch(/: the connection was closed without an answer \(\w+\)$/);
    server.close();
  });

  it("that it is no TLS", async () => {
    await using site = await aSite((_, response) => response.end());
    expect((await probe(site.url.replace("http:", "https:"))).output).toMatch(/: it does not speak TLS as it should \(\w+\)$/);
  });

  it("that nobody vouches for its certificate", async () => {
    const directory = await mkdtemp(join(tmpdir(), "landfall-probe-"));
    const [key, cert] = [join(directory, "key.pem"), join(directory, "cert.pem")];
    const subject = ["-subj", "/CN=127.0.0.1", "-keyout", key, "-out", cert];
    execFileSync("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", ...subject], {
      stdio: "ignore",
    });
    const server = createTlsServer({ key: readFileSync(key), cert: readFileSync(cert) });
    const url = `https://127.0.0.1:${await portOf(server)}`;
    const { output } = await probe(url);
    await closed(server);
    await rm(directory, { recursive: true });
    expect(output).toBe(`${url}: its certificate is signed by itself (DEPTH_ZERO_SELF_SIGNED_CERT)`);
  });
});
