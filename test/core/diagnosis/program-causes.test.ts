import { describe, expect, it } from "vitest";
import { causeWords, likelyCauses } from "../../../src/core/diagnosis/cause.ts";
import { diagnosed } from "./printout.ts";

type Given = Parameters<typeof diagnosed>[0];

const whatIn = (given: Given, said = ""): string[] => likelyCauses(diagnosed(given, said)).map(({ what }) => what);

describe("of a container that does not run, the likely cause", () => {
  const exited = { status: "exited", exitCode: 1 };
  const oci =
    "failed to create task for container: OCI runtime create failed: runc create failed: unable to start container process:";

  it.each<[string, Given, string, string]>([
    [
      "another processor",
      { container: exited, image: "arm64", log: ["exec /usr/local/bin/node: exec format error"] },
      "built for arm64, and the server is amd64",
      "builder.arch: amd64",
    ],
    [
      "a script without its first line",
      {
        container: { status: "restarting", exitCode: 255, restarts: 4 },
        log: ["exec /rails/bin/docker-entrypoint: exec format error"],
      },
      "a script without its first line (#!)",
      "builder.arch",
    ],
    [
      "no program",
      {
        container: {
          status: "created",
          exitCode: 127,
          error: `${oci} exec: "bin/server": stat bin/server: no such file or directory: unknown`,
        },
      },
      "no program bin/server",
      "servers.web.cmd",
    ],
    [
      "no shell's program",
      { container: { ...exited, exitCode: 127 }, log: ["sh: 1: bundel: not found"] },
      "no program",
      "servers.web.cmd",
    ],
    [
      "a script with the line ends of Windows",
      { container: exited, log: ["exec /app/start.sh: no such file or directory"] },
      "no program /app/start.sh",
      "CMD",
    ],
    [
      "a program that may not be executed",
      { container: { status: "created", exitCode: 126, error: `${oci} exec: "/app/start.sh": permission denied: unknown` } },
      "/app/start.sh may not be executed",
      "chmod +x",
    ],
    [
      "its limit of memory",
      { container: { ...exited, exitCode: 137, oomKilled: true, memory: 536870912 } },
      "more memory than the 512 MiB",
      "servers.web.options.memory",
    ],
    [
      "the server's memory",
      { container: { ...exited, exitCode: 137, oomKilled: true } },
      "more memory than the server had left",
      "more memory",
    ],
    ["a kill", { container: { ...exited, exitCode: 137 } }, "killed (signal 9)", "dmesg"],
    ["a crash", { container: { ...exited, exitCode: 139 } }, "segmentation fault", "same image"],
    ["an end without an error", { container: { ...exited, exitCode: 0 } }, "ended by itself", "servers.web.cmd"],
    ["an end that nothing explains", { container: exited, log: ["bye"] }, "ended with exit code 1", "Its last lines"],
    [
      "a pid file",
      { container: exited, log: ["A server is already running (pid: 1, file: /rails/tmp/pids/server.pid)."] },
      "tmp/pids/server.pid",
      ".dockerignore",
    ],
    [
      "files that it may not write",
      { container: { ...exited, readOnly: true }, log: ["Errno::EROFS: Read-only file system @ rb_sysopen - /rails/tmp/x"] },
      "servers.web.options.read-only forbids",
      "servers.web.options.tmpfs: /tmp",
    ],
    [
      "a volume that it may not write",
      { container: exited, log: ["OSError: [Errno 30] Read-only file system: '/data/x'"] },
      "a volume that is read-only",
      ":ro",
    ],
    ["a low port", { container: exited, log: ["listen tcp :80: bind: permission denied"] }, "so low a port", "proxy.app_port"],
    [
      "a port that is taken within",
      { container: exited, log: ["Error: listen EADDRINUSE: address already in use :::3000"] },
      "the same port",
      "PORT in env",
    ],
    [
      "a full disk",
      { container: exited, log: ["Errno::ENOSPC: No space left on device @ io_write"] },
      "disk is full",
      "landfall prune all",
    ],
    [
      "a library that the image lacks",
      { container: exited, log: ["Error: Cannot find module 'express'"] },
      "lacks express",
      "Dockerfile",
    ],
    [
      "a host that nobody knows",
      { container: exited, log: ["Error: getaddrinfo ENOTFOUND app-db"] },
      "no host app-db",
      "SERVICE-ACCESSORY",
    ],
    [
      "its own localhost",
      { container: exited, log: ["Error: connect ECONNREFUSED 127.0.0.1:5432"] },
      "127.0.0.1:5432, which inside a container is the container itself",
      "SERVICE-ACCESSORY",
    ],
    [
      "a database that is down",
      { container: exited, log: ['connection to server at "10.0.0.9", port 5432 failed: Connection refused'] },
      'connect to "10.0.0.9", port 5432: nothing listens there',
      "accessory details",
    ],
    [
      "a wrong password",
      { container: exited, log: ['FATAL:  password authentication failed for user "app"'] },
      "refused the user app",
      "secrets",
    ],
    [
      "a variable",
      { container: exited, log: ['fetch: key not found: "REDIS_URL" (KeyError)'] },
      "misses REDIS_URL",
      "env.clear or env.secret",
    ],
  ])("%s", (_, given, what, remedy) => {
    const [cause] = likelyCauses(diagnosed(given));
    expect(cause?.what).toContain(what);
    expect(cause?.remedy).toContain(remedy);
  });

  it("is a port of the server that the old version has", () => {
    const said =
      "docker: Error response from daemon: driver failed programming external connectivity on endpoint app-web-999: Bind for 0.0.0.0:3000 failed: port is already allocated.";
    expect(likelyCauses(diagnosed({ container: { status: "created", exitCode: 128 } }, said)).map(causeWords)).toEqual([
      [
        "Likely cause: Port 3000 of the server is taken, perhaps by the old version, which serves until the new one is healthy",
        "What to do: Take the port out of servers.web.options.publish in deploy.yml: the proxy reaches the container without it",
      ].join("\n"),
    ]);
  });

  it("is not the processor, where it can run what is made for another one", () => {
    expect(whatIn({ container: exited, image: "386", log: ["bye"] })).toEqual(["Its program ended with exit code 1"]);
  });

  it("is not what the proxy saw while it came and went", () => {
    const crashing = { container: { restarts: 7, exitCode: 1 }, listening: [], failed: ["unexpected status (404)"] };
    expect(whatIn(crashing)).toEqual(["Its program ended with exit code 1, and did so again when Docker had started it again"]);
  });

  it("is nothing in particular where there is none", () => {
    expect(whatIn({ container: undefined }, "mkdir: cannot create directory")).toEqual([]);
  });
});

it("never guesses more than twice", () => {
  const log = ["No space left on device", "EADDRINUSE", "A server is already running", 'key not found: "A"'];
  expect(whatIn({ container: { status: "exited", exitCode: 1 }, log })).toHaveLength(2);
});
