import { describe, expect, it } from "vitest";
import { httpObstacle, isWithoutTls } from "../../../src/core/report/http-obstacle.ts";

/** As fetch fails. */
const failed = (cause: Error): Error => new TypeError("fetch failed", { cause });
const coded = (code: string): Error => Object.assign(new Error("so it is"), { code });

describe("why nothing was heard", () => {
  it.each([
    ["ENOTFOUND", "the name has no address in the DNS (ENOTFOUND)"],
    ["EAI_AGAIN", "the DNS did not answer (EAI_AGAIN)"],
    ["EHOSTUNREACH", "it cannot be reached from here (EHOSTUNREACH)"],
    ["UND_ERR_CONNECT_TIMEOUT", "no connection in time: is there a firewall between? (UND_ERR_CONNECT_TIMEOUT)"],
    ["CERT_HAS_EXPIRED", "its certificate has expired (CERT_HAS_EXPIRED)"],
    ["ERR_TLS_CERT_ALTNAME_INVALID", "its certificate is for other names (ERR_TLS_CERT_ALTNAME_INVALID)"],
    [
      "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
      "its certificate is from an authority that this machine does not know (UNABLE_TO_GET_ISSUER_CERT_LOCALLY)",
    ],
    ["EWHATEVER", "so it is (EWHATEVER)"],
  ])("is said of %s, at one address or several", (code, words) => {
    expect(httpObstacle(failed(coded(code)))).toBe(words);
    expect(httpObstacle(failed(new AggregateError([coded(code), coded(code)])))).toBe(words);
  });

  it("is that it takes too long, and how long that was where that is known", () => {
    const late = new DOMException("The operation was aborted due to timeout", "TimeoutError");
    expect(httpObstacle(late)).toBe("it takes too long to answer");
    expect(httpObstacle(late, 1500)).toBe("no answer within 1.5 s");
  });

  it("is what was thrown, where nothing else is known", () => {
    expect(httpObstacle(failed(new Error("bad port")))).toBe("bad port");
    expect(httpObstacle("no more")).toBe("no more");
  });
});

it("tells who speaks no TLS from who is not there", () => {
  expect(isWithoutTls(failed(coded("ERR_SSL_WRONG_VERSION_NUMBER")))).toBe(true);
  expect(isWithoutTls(failed(coded("ECONNREFUSED")))).toBe(false);
});
