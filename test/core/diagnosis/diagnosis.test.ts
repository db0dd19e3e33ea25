import { describe, expect, it } from "vitest";
import { account } from "../../../src/core/diagnosis/account.ts";
import { causeWords, likelyCauses } from "../../../src/core/diagnosis/cause.ts";
import { type Diagnosis, readDiagnosis } from "../../../src/core/diagnosis/diagnosis.ts";
import { diagnosed, healthcheckFailed, printout } from "./printout.ts";

describe("what a server printed of a container", () => {
  it("is read whole", () => {
    const answer =
      "HTTP/1.1 404 Not Found\r\nServer: nginx\r\n\r\n<html><head><title>404 Not Found</title><style>h1 {}</style></head>\n<h1>Nothing   here</h1>";
    const state = {
      ...{ restarts: 2, health: "unhealthy" },
      checks: [
        { exitCode: 0, output: "fine" },
        { exitCode: 1, output: "curl: (7)" },
      ],
    };
    expect(
      diagnosed({
        container: state,
        ends: ["die 1772366400000000000 2", "die 1772366401000000000 1"],
        image: "arm64",
        listening: ["00000000:0BB8", "00000000000000000000000000000000:0BB8", "0100007F:0050", "0B00007F:A145"],
        log: ["2026-03-01T11:59:59.9Z before", "2026-03-01T12:00:00.1Z \x1b[31mlistening\x1b[0m", ""],
        failed: ["unexpected status (404)", "request timed out", "unexpected status (404)"],
        answer,
      }),
    ).toEqual({
      asked: {
        ...{ noun: "app", key: "servers.web", proxyKey: "proxy", deployTimeout: 30 },
        proxy: { port: 80, path: "/up", timeout: 5 },
      },
      said: [],
      container: { status: "running", exitCode: 1, oomKilled: false, error: "", memory: 0, readOnly: false, ...state },
      ...{ serverArchitecture: "amd64", imageArchitecture: "arm64" },
      listening: [
        { port: 80, only: "127.0.0.1" },
        { port: 3000, only: undefined },
      ],
      lastLines: ["2026-03-01T12:00:00.1Z listening"],
      proxyLines: ["unexpected status (404)", "request timed out", "unexpected status (404)"].map(healthcheckFailed),
      healthChecks: [
        { result: { kind: "status", status: 404 }, times: 2 },
        { result: { kind: "timed out" }, times: 1 },
      ],
      answer: { status: 404, location: undefined, text: "404 Not Found Nothing here" },
    } satisfies Diagnosis);
  });

  it("is no diagnosis when it is something else", () => {
    expect(readDiagnosis("state: exited, exit code 1\nasked and answered")).toBeUndefined();
    expect(readDiagnosis("asked {")).toBeUndefined();
  });

  it("counts as not found out where it cannot be read", () => {
    const output = `${printout({ container: undefined, listening: undefined })}container {"status":7}\nimage amd64\nanswer 220 smtp.example.com\nproxy {"msg":"Healthcheck failed","url":3}`;
    expect(readDiagnosis(output)).toMatchObject({
      container: undefined,
      imageArchitecture: undefined,
      healthChecks: [],
      answer: undefined,
    });
  });

  it.each([
    ['Get "http://0123456789ab:80/up": dial tcp 172.18.0.4:80: connect: connection refused', { kind: "refused" }],
    ['Get "http://0123456789ab:80/up": dial tcp: lookup 0123456789ab on 127.0.0.11:53: no such host', { kind: "unknown host" }],
    ['Get "http://0123456789ab:80/up": EOF', { kind: "cut off" }],
    [
      'Get "http://0123456789ab:80/up": read tcp 172.18.0.2:4->172.18.0.4:80: read: connection reset by peer',
      { kind: "cut off" },
    ],
    ['Get "http://0123456789ab:80/up": dial tcp 172.18.0.4:80: i/o timeout', { kind: "timed out" }],
    ["request timed out", { kind: "timed out" }],
    ["unexpected status (502)", { kind: "status", status: 502 }],
    ['Get "/up": stopped after 10 redirects', { kind: "redirected", to: "/up" }],
    ['Get "http://0123456789ab:80/up": stopped after 10 redirects', { kind: "redirected", to: "http://0123456789ab:80/up" }],
    [
      'Get "https://0123456789ab/up": dial tcp 172.18.0.4:443: connect: connection refused',
      { kind: "redirected", to: "https://0123456789ab/up" },
    ],
    ["net/http: something new", { kind: "other", words: "net/http: something new" }],
  ])("has kamal-proxy's %s", (error, result) => {
    expect(diagnosed({ failed: [error] }).healthChecks).toEqual([{ result, times: 1 }]);
  });

  it.each([
    ["can't connect to remote host (172.18.0.4): Connection refused", { kind: "refused" }],
    ["server returned error: HTTP/1.1 500 Internal Server Error", { kind: "status", status: 500 }],
    ["download timed out", { kind: "timed out" }],
    ["bad address '0123456789ab:80'", { kind: "unknown host" }],
    ["error getting response: Connection reset by peer", { kind: "cut off" }],
    ["bad address 'shop.example.com'", { kind: "redirected", to: "shop.example.com" }],
  ])("has, of Caddy, the last answer: %s", (words, result) => {
    const said = `GET /up at 0123456789ab:80 did not succeed within 30 s; the last answer: ${words}\n`;
    expect(diagnosed({}, said).healthChecks).toEqual([{ result, times: undefined }]);
  });
});

describe("the account of it", () => {
  it("says all that is known", () => {
    const refused = 'Get "http://0123456789ab:80/up": dial tcp 172.18.0.4:80: connect: connection refused';
    const given = {
      ...{ container: { restarts: 1 }, ends: ["die 1772366399000000000 1"], image: "arm64", listening: ["00000000:0BB8"] },
      ...{ log: ["2026-03-01T12:00:00.123456789Z Listening on http://0.0.0.0:3000"], failed: [refused, refused] },
      answer: "HTTP/1.1 302 Found\r\nLocation: /login\r\n\r\nSee there",
    };
    expect(account(diagnosed(given)).split("\n")).toEqual([
      "State: running, started again once, the last time after exit code 1",
      "The image is for arm64, the server is amd64",
      "It listens on: 3000",
      "The proxy asked GET /up on port 80: connection refused, 2 times",
      "It answers GET /up with 302 to /login: See there",
      "The proxy's log of it:",
      `  ${healthcheckFailed(refused).replace('"time":"2026-03-01T12:00:00.123456789Z",', "")}`,
      "Its last lines:",
      "  2026-03-01T12:00:00Z Listening on http://0.0.0.0:3000",
    ]);
  });

  it("of a worker has Docker's word on its health", () => {
    const container = { health: "unhealthy", checks: [{ exitCode: 1, output: "no heartbeat\n" }] };
    expect(account(diagnosed({ asked: { proxy: undefined }, container, listening: undefined })).split("\n")).toEqual([
      "State: running, health: unhealthy",
      "Its own health check ended with exit code 1: no heartbeat",
      "It has logged nothing",
    ]);
  });

  it("of a proxy that tells its last look only, has that one", () => {
    const said = "GET /up at 0123456789ab:80 did not succeed within 30 s; the last answer: download timed out\n";
    expect(account(diagnosed({ log: ["up"] }, said))).toContain("The proxy last asked GET /up on port 80: no answer in time\n");
  });

  it("does not say again what the step has said", () => {
    const error = 'OCI runtime create failed: exec: "x": executable file not found in $PATH';
    const container = { status: "created", exitCode: 127, error };
    expect(account(diagnosed({ container, listening: undefined }, `docker: Error response from daemon: ${error}.`))).toBe(
      "State: created",
    );
  });

  it("says why Docker could not start it, and that there is none", () => {
    const container = { status: "created", exitCode: 127, error: 'exec: "x": executable file not found in $PATH' };
    expect(account(diagnosed({ container, listening: undefined }))).toBe(
      'State: created\nDocker says: exec: "x": executable file not found in $PATH',
    );
    expect(account(diagnosed({ container: undefined, listening: undefined }))).toBe("There is no such container");
  });

  it("keeps the message above a long stack trace rather than the trace", () => {
    const trace = Array.from(
      { length: 90 },
      (_, at) => `2026-03-01T12:00:01Z     at work (/app/node_modules/thing/index.js:${at}:1)`,
    );
    const text = account(diagnosed({ log: ["2026-03-01T12:00:01Z Error: no luck", ...trace] }));
    expect(text).toContain("Error: no luck");
    expect(text).not.toContain("index.js");
  });
});

describe("whatever a server says", () => {
  const line = "::error::x\x1b[2J\r##[add-mask]y \x1b]8;;https://evil.example\x07<b>\x00\u202e".repeat(100);
  const flood: Parameters<typeof diagnosed>[0] = {
    container: { status: line, error: line, health: line, checks: [{ exitCode: 1, output: line }] },
    listening: Array.from({ length: 5000 }, (_, port) => `00000000:${port.toString(16).toUpperCase().padStart(4, "0")}`),
    log: Array.from({ length: 500 }, (_, at) => `${at}${line}`),
    failed: Array.from({ length: 300 }, (_, at) => `Get "${at}${line}": ${line}`),
    image: "amd64",
    answer: `HTTP/1.1 302 ${line}\nLocation: ${line}\n\n${"<".repeat(5000)}${line}`,
  };

  it("is told in as many characters as an annotation may have, none of which steers a terminal", () => {
    const text = account(diagnosed(flood));
    expect(text.length).toBeLessThan(4000);
    expect(text).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f\u202e]/);
    expect(text).not.toMatch(/^::/m);
  });

  it("makes no cause long, nor more than a line", () => {
    const names = [
      `could not translate host name "${line}" to address`,
      `getaddrinfo ENOTFOUND ${line}`,
      `key not found: "${"A".repeat(9000)}"`,
    ];
    const container = { status: "exited", exitCode: 1 };
    const all = [diagnosed(flood), ...names.map((name) => diagnosed({ container, log: [name] }, line))].flatMap((each) =>
      likelyCauses(each),
    );
    expect(all.length).toBeGreaterThan(2);
    for (const cause of all) {
      expect(causeWords(cause).length).toBeLessThan(1000);
      expect(causeWords(cause).split("\n")).toHaveLength(2);
      expect(causeWords(cause)).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f\u202e]/);
    }
  });
});
