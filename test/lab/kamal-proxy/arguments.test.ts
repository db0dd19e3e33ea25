import { describe, expect, it } from "vitest";
import { runCommand } from "./loopback-proxy.ts";

const refusals: readonly (readonly [what: string, args: string, error: string])[] = [
  ["an unknown command", "destroy", `unknown command "destroy" for "kamal-proxy"\nRun 'kamal-proxy --help' for usage.`],
  ["an unknown flag", "deploy web --targets=a:80", "unknown flag: --targets"],
  ["a flag that came after v0.9.2", "deploy web --client-ip-header=X", "unknown flag: --client-ip-header"],
  ["an unknown short flag", "deploy web -t a:80", "unknown shorthand flag: 't' in -t"],
  ["a flag without its value", "deploy web --target", "flag needs an argument: --target"],
  ["no service", "deploy --target=a:80", "accepts 1 arg(s), received 0"],
  ["a bool as a word of its own", "deploy web --target=a:80 --tls false", "accepts 1 arg(s), received 2"],
  ["no target", "deploy web", `required flag(s) "target" not set`],
  [
    "a number for a duration",
    "deploy web --target=a:80 --drain-timeout=30",
    `invalid argument "30" for "--drain-timeout" flag: time: missing unit in duration "30"`,
  ],
  [
    "a duration of an unknown unit",
    "deploy web --target=a:80 --deploy-timeout=1min",
    `invalid argument "1min" for "--deploy-timeout" flag: time: unknown unit "min" in duration "1min"`,
  ],
  [
    "no bool",
    "deploy web --target=a:80 --buffer-requests=yes",
    `invalid argument "yes" for "--buffer-requests" flag: strconv.ParseBool: parsing "yes": invalid syntax`,
  ],
  [
    "no integer",
    "deploy web --target=a:80 --health-check-port=http",
    `invalid argument "http" for "--health-check-port" flag: strconv.ParseInt: parsing "http": invalid syntax`,
  ],
  ["TLS without a host", "deploy web --target=a:80 --tls", "host must be set when using TLS"],
  [
    "TLS below a path",
    "deploy web --target=a:80 --tls --host=a.test --path-prefix=/api",
    "TLS settings must be specified on the root path service",
  ],
  [
    "a limit of request bodies without buffering",
    "deploy web --target=a:80 --max-request-body=1",
    "max-request-body can only be set when request buffering is enabled",
  ],
  [
    "a limit of response bodies without buffering",
    "deploy web --target=a:80 --max-response-body=1",
    "max-response-body can only be set when response buffering is enabled",
  ],
  [
    "a certificate without its key",
    "deploy web --target=a:80 --tls-certificate-path=/c.pem",
    "if any flags in the group [tls-certificate-path tls-private-key-path] are set they must all be set; missing [tls-private-key-path]",
  ],
  [
    "a canonical host that is not served",
    "deploy web --target=a:80 --host=a.test,b.test --canonical-host=c.test",
    "canonical-host 'c.test' must be present in the hosts list: [a.test b.test]",
  ],
  ["a rollout without a share", "rollout set web", "at least one of the flags in the group [percent list] is required"],
  ["an operand for list", "list web", `unknown command "web" for "kamal-proxy list"`],
];

describe("kamal-proxy refuses", () => {
  it.concurrent.each(refusals)("%s", async (_, args, error) => {
    expect(await runCommand(args.split(" "))).toEqual({ code: 1, stdout: "", stderr: `Error: ${error}\n` });
  });

  it.concurrent("a command while no proxy runs", async () => {
    const env = { XDG_RUNTIME_DIR: "/nonexistent" };
    const error = "dial unix /nonexistent/kamal-proxy.sock: connect: no such file or directory";
    expect(await runCommand(["resume", "web"], env)).toEqual({ code: 1, stdout: "", stderr: `Error: ${error}\n` });
  });
});
