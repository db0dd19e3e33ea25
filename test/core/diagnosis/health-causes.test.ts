import { describe, expect, it } from "vitest";
import { likelyCauses } from "../../../src/core/diagnosis/cause.ts";
import { diagnosed } from "./printout.ts";

type Given = Parameters<typeof diagnosed>[0];

const whatIn = (given: Given, said = ""): string[] => likelyCauses(diagnosed(given, said)).map(({ what }) => what);
const refused = 'Get "http://0123456789ab:80/up": dial tcp 172.18.0.4:80: connect: connection refused';
const https = 'Get "https://0123456789ab/up": dial tcp 172.18.0.4:443: connect: connection refused';
const response = (status: string, body = "", ...headers: readonly string[]): string =>
  [`HTTP/1.1 ${status}\r`, ...headers.map((header) => `${header}\r`), "Content-Type: text/html\r", "\r", body].join("\n");

describe("of an app that runs, the likely cause", () => {
  it.each<[string, Given, string, string]>([
    [
      "is the port, when it listens on another one",
      { listening: ["00000000:0BB8", "0B00007F:A145"], failed: [refused, refused] },
      "The app listens on port 3000, and the proxy asks port 80",
      "proxy.app_port: 3000 in deploy.yml",
    ],
    [
      "is the port, for a role that is not the primary one",
      { listening: ["00000000000000000000000000000000:1F90"], asked: { proxyKey: "servers.api.proxy" } },
      "The app listens on port 8080, and the proxy asks port 80",
      "servers.api.proxy.app_port: 8080 in deploy.yml",
    ],
    [
      "is the port, of which there are several to choose from",
      { listening: ["00000000:0BB8", "00000000:2382", "0100007F:1538"], failed: [refused] },
      "The app listens on port 3000 and 9090, and the proxy asks port 80",
      "proxy.app_port: whichever of 3000 and 9090 serves HTTP in deploy.yml",
    ],
    [
      "is the address, when only the container itself reaches it",
      { listening: ["0100007F:0050"], failed: [refused] },
      "The app listens on 127.0.0.1:80 only, where nobody outside its container reaches it",
      "Have it listen on 0.0.0.0: many take it from HOST, HOSTNAME or BIND, which env.clear in deploy.yml can set",
    ],
    [
      "is the address, also on another port and in IPv6",
      { listening: ["00000000000000000000000001000000:0BB8"], failed: [refused] },
      "The app listens on [::1]:3000 only, where nobody outside its container reaches it",
      "Have it listen on 0.0.0.0: many take it from HOST, HOSTNAME or BIND, which env.clear in deploy.yml can set",
    ],
    [
      "is a redirect to HTTPS, which its own answer tells",
      {
        listening: ["00000000:0050"],
        answer: response("301 Moved Permanently", "", "Location: https://0123456789ab/up"),
        failed: [https],
      },
      "The app answers /up with a redirect to https://CONTAINER/up instead of with success",
      "Have it answer /up over plain HTTP: the proxy is what speaks HTTPS (Rails: config.assume_ssl = true; others: no redirect for /up)",
    ],
    [
      "is a redirect, where only the proxy's log tells",
      { listening: ["00000000:0050"], failed: [https] },
      "The app answers /up with a redirect to https://CONTAINER/up instead of with success",
      "Have it answer /up over plain HTTP: the proxy is what speaks HTTPS (Rails: config.assume_ssl = true; others: no redirect for /up)",
    ],
    [
      "is a redirect to a login, which fails",
      { answer: response("302 Found", "", "location: /login"), failed: ["unexpected status (500)"] },
      "The app answers /up with a redirect to /login instead of with success",
      "Set proxy.healthcheck.path in deploy.yml to a path that answers 200 to anybody",
    ],
    [
      "is the host, when Rails blocks it",
      {
        answer: response("403 Forbidden"),
        failed: ["unexpected status (403)"],
        log: ["2026-03-01T12:00:00Z [ActionDispatch::HostAuthorization::DefaultResponseApp] Blocked hosts: 0123456789ab:80"],
      },
      "The app answers only to hosts that it knows, and the proxy asks for its health by the container's id",
      'Have it answer /up for any host (Rails: config.host_authorization = { exclude: ->(request) { request.path == "/up" } }; Django: ALLOWED_HOSTS)',
    ],
    [
      "is the host, when Django does not know it",
      {
        failed: ["unexpected status (400)"],
        log: ["Invalid HTTP_HOST header: '0123456789ab:80'. You may need to add '0123456789ab' to ALLOWED_HOSTS."],
      },
      "The app answers only to hosts that it knows, and the proxy asks for its health by the container's id",
      'Have it answer /up for any host (Rails: config.host_authorization = { exclude: ->(request) { request.path == "/up" } }; Django: ALLOWED_HOSTS)',
    ],
    [
      "is HTTPS, when the app speaks it itself",
      {
        answer: response("400 Bad Request", "Client sent an HTTP request to an HTTPS server.\n"),
        failed: ["unexpected status (400)"],
      },
      "The app speaks HTTPS on port 80, and the proxy speaks HTTP with it",
      "Have it speak plain HTTP, or set proxy.app_port in deploy.yml to a port on which it does",
    ],
    [
      "is HTTPS, by the alert that the proxy got",
      { failed: ['Get "http://0123456789ab:80/up": malformed HTTP response "\\x15\\x03\\x01\\x00\\x02\\x02"'] },
      "The app speaks HTTPS on port 80, and the proxy speaks HTTP with it",
      "Have it speak plain HTTP, or set proxy.app_port in deploy.yml to a port on which it does",
    ],
    [
      "is the path, when there is nothing",
      { listening: ["00000000:0050"], failed: ["unexpected status (404)"] },
      "The app has nothing at /up (404)",
      "Set proxy.healthcheck.path in deploy.yml to a path that answers 200",
    ],
    [
      "is the path, when it is not for everybody",
      { answer: response("401 Unauthorized", "", 'WWW-Authenticate: Basic realm="x"') },
      "The app lets only some see /up (401)",
      "Let anybody see it, from any host, or set proxy.healthcheck.path in deploy.yml to a path that answers 200",
    ],
    [
      "is an error of the app",
      { failed: ["unexpected status (503)"] },
      "The app answers /up with 503",
      "Its last lines may say why; only an answer from 200 to 299 counts as healthy",
    ],
    [
      "is the time that it takes to answer",
      { listening: ["00000000:0050"], failed: ["request timed out"] },
      "The app takes longer than 5 s to answer /up",
      "Have that path do less, or raise proxy.healthcheck.timeout in deploy.yml",
    ],
    [
      "is the time that it takes to start, when it answers by now",
      { listening: ["00000000:0050"], answer: response("200 OK", "fine"), failed: [refused] },
      "The app answers /up with success now: it was not ready within 30 s",
      "deploy_timeout: 90 in deploy.yml",
    ],
    [
      "is the time that it takes to start, when it listens by now and nobody could ask",
      { listening: ["00000000:0050"], failed: [refused] },
      "The app listens on port 80 now: for most of 30 s it did not",
      "deploy_timeout: 90 in deploy.yml",
    ],
    [
      "is that it hangs up",
      { listening: ["00000000:0050"], failed: ['Get "http://0123456789ab:80/up": EOF'] },
      "The app ends the connection without an answer to /up",
      "Its last lines may say why; or what is on port 80 speaks something other than HTTP",
    ],
    [
      "is not known more closely when it listens nowhere",
      { listening: [], failed: [refused] },
      "The app listens on no port after 30 s",
      "If it only needs longer to start: deploy_timeout: 90 in deploy.yml. If it serves nothing: servers.web.proxy: false",
    ],
  ])("%s", (_, given, what, remedy) => {
    expect(likelyCauses(diagnosed(given))[0]).toEqual({ what, remedy });
  });

  it("of an error is what its log says", () => {
    const log = ['PG::ConnectionBad: could not translate host name "db" to address: Name or service not known'];
    expect(whatIn({ log, failed: ["unexpected status (500)"] })).toEqual([
      "The app knows no host db",
      "The app answers /up with 500",
    ]);
  });

  it("is nothing in particular where nothing was found out", () => {
    expect(whatIn({ listening: undefined, log: ["Listening on port 80"] })).toEqual([]);
  });

  it("is told from the words of the one look that Caddy's container reports", () => {
    const said =
      "GET /up at 0123456789ab:80 did not succeed within 30 s; the last answer: server returned error: HTTP/1.1 404 Not Found";
    expect(whatIn({ listening: ["00000000:0050"] }, said)).toEqual(["The app has nothing at /up (404)"]);
  });
});
