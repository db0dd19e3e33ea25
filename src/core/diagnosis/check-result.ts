/** How one health check of the proxy ended. */
export type CheckResult =
  | { readonly kind: "status"; readonly status: number }
  /** It followed a redirect, and got stuck there. */
  | { readonly kind: "redirected"; readonly to: string }
  | { readonly kind: "refused" | "timed out" | "unknown host" | "cut off" | "encrypted" }
  | { readonly kind: "other"; readonly words: string };

/**
 * What an error means, in the words of Go's net/http, which kamal-proxy logs (internal/server/health_check.go of v0.9.2), or of BusyBox's
 * wget, with which Caddy's container asks. Both follow redirects.
 * @param asked the URL, undefined where nobody can have been redirected unseen
 */
export function readCheckResult(error: string, asked: string | undefined): CheckResult {
  const [, url, reason = error] = /^Get "([^"]*)": ([\s\S]*)$/.exec(error) ?? [];
  if (url !== undefined && (url !== asked || reason === "stopped after 10 redirects")) return { kind: "redirected", to: url };
  const status = /unexpected status \((\d{3})\)|server returned error: HTTP\/\S+ (\d{3})/.exec(reason);
  if (status) return { kind: "status", status: Number(status[1] ?? status[2]) };
  const known = reasons.find(([pattern]) => pattern.test(reason));
  return known ? { kind: known[1] } : { kind: "other", words: reason };
}

const reasons = [
  [/connection refused/i, "refused"],
  [/timed out|timeout|deadline exceeded/, "timed out"],
  [/no such host|server misbehaving|bad address|no route to host/i, "unknown host"],
  // A TLS alert, where a status line should be.
  [/malformed HTTP response "\\x15/, "encrypted"],
  [/\bEOF\b|reset by peer|broken pipe|error getting response/i, "cut off"],
] as const;

export function resultWords(result: CheckResult): string {
  switch (result.kind) {
    case "status":
      return `status ${result.status}`;
    case "redirected":
      return `redirected to ${result.to.slice(0, 150)}, from where it got no answer`;
    case "refused":
      return "connection refused";
    case "timed out":
      return "no answer in time";
    case "unknown host":
      return "the container was not on the network: it was not running";
    case "cut off":
      return "the connection ended without an answer";
    case "encrypted":
      return "the answer was TLS, not HTTP";
    case "other":
      return result.words;
  }
}
