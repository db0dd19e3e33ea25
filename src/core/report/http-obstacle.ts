/** Why nothing was heard from a URL, in words. @param patience how long it was waited for, in milliseconds */
export function httpObstacle(error: unknown, patience?: number): string {
  const { name, message, code } = rootOf(error);
  if (name === "AbortError" || name === "TimeoutError")
    return patience === undefined ? "it takes too long to answer" : `no answer within ${patience / 1000} s`;
  const known = obstacles.find(([codes]) => codes.test(code));
  if (known) return `${known[1]} (${code})`;
  return code === "" ? message : `${message} (${code})`;
}

/** Whether the other side answers in something else than TLS. */
export const isWithoutTls = (error: unknown): boolean => withoutTls.test(rootOf(error).code);

/** Whether to ask again may help: the network or the other side fails for the moment. */
export const isPassing = (error: unknown): boolean => passing.test(rootOf(error).code);

const passing =
  /^(EAI_AGAIN|ECONNREFUSED|ECONNRESET|EPIPE|UND_ERR_SOCKET|ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT|EHOSTUNREACH|ENETUNREACH)$/;

const withoutTls = /^(EPROTO|ERR_SSL_)/;

/** The codes of Node and OpenSSL. */
const obstacles: readonly (readonly [RegExp, string])[] = [
  [/^ENOTFOUND$/, "the name has no address in the DNS"],
  [/^EAI_/, "the DNS did not answer"],
  [/^ECONNREFUSED$/, "the connection was refused: nothing listens there"],
  [/^(ECONNRESET|EPIPE|UND_ERR_SOCKET)$/, "the connection was closed without an answer"],
  [/^(ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT)$/, "no connection in time: is there a firewall between?"],
  [/^(EHOSTUNREACH|ENETUNREACH)$/, "it cannot be reached from here"],
  [/^CERT_HAS_EXPIRED$/, "its certificate has expired"],
  [/SELF_SIGNED/, "its certificate is signed by itself"],
  [/^UNABLE_TO_(VERIFY|GET_ISSUER)/, "its certificate is from an authority that this machine does not know"],
  [/^ERR_TLS_CERT_ALTNAME_INVALID$/, "its certificate is for other names"],
  [withoutTls, "it does not speak TLS as it should"],
];

interface Root {
  readonly name: string;
  readonly message: string;
  readonly code: string;
}

/** fetch wraps what happened, and where a name has several addresses, what happened to each. */
function rootOf(error: unknown): Root {
  if (!(error instanceof Error)) return { name: "", message: String(error), code: "" };
  const [first] = error instanceof AggregateError ? error.errors : [error.cause];
  if (first instanceof Error) return rootOf(first);
  return { name: error.name, message: error.message, code: "code" in error ? String(error.code) : "" };
}
