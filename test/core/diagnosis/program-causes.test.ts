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
      "no program bundel",
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
    [
      "its limit of memory, though Docker has started it again since",
      {
        container: { restarts: 3, memory: 41943040 },
        ends: ["oom 1772366400000000000 <no value>", "die 1772366400000000001 137"],
      },
      "more memory than the 40 MiB",
      "servers.web.options.memory",
    ],
    ["a kill", { container: { ...exited, exitCode: 137 } }, "killed (signal 9)", "dmesg"],
    ["a crash", { container: { ...exited, exitCode: 139 } }, "segmentation fault", "same image"],
    ["an end without an error", { container: { ...exited, exitCode: 0 } }, "ended by itself", "servers.web.cmd"],
    [
      "an end without an error, again and again",
      { container: { restarts: 2 }, ends: ["die 1772366400000000000 0"] },
      "ended by itself",
      "servers.web.cmd",
    ],
    [
      "a file that is not its user's",
      { container: exited, log: ["PermissionError: [Errno 13] Permission denied: '/app/log/production.log'"] },
      "may not open /app/log/production.log",
      "chown",
    ],
    [
      "a host of which it does not tell the name",
      { container: exited, log: ["socket.gaierror: [Errno -2] Name or service not known"] },
      "a name that nobody knows",
      "SERVICE-ACCESSORY",
    ],
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
    const ends = ["die 1772366400000000000 1"];
    const crashing = { container: { restarts: 7 }, ends, listening: [], failed: ["unexpected status (404)"] };
    expect(whatIn(crashing)).toEqual(["Its program ended with exit code 1, and did so again when Docker had started it again"]);
  });

  it("is not what Python says of itself when it starts", () => {
    const log = ["Could not find platform dependent libraries <exec_prefix>"];
    expect(whatIn({ container: exited, log })).toEqual(["Its program ended with exit code 1"]);
    expect(whatIn({ container: exited, log: ["Could not find rails-7.1.3 in locally installed gems"] })).toEqual([
      "The image lacks rails-7.1.3",
    ]);
  });

  it("is the last end's, whose lines alone are told", () => {
    const log = ['2026-03-01T12:00:00.1Z key not found: "OLD"', '2026-03-01T12:00:01.1Z key not found: "NEW"'];
    const ends = ["die 1772366400200000000 1", "die 1772366401200000000 1"];
    const given = { container: { status: "restarting", exitCode: 1, restarts: 2 }, ends, log };
    expect(whatIn(given)).toEqual(["The app misses NEW in its environment"]);
    expect(diagnosed(given).lastLines).toEqual(log.slice(1));
  });

  it("is somebody else's container of that name, of which nothing more is told", () => {
    const name = "app-web-999";
    const said = `docker: Error response from daemon: Conflict. The container name "/${name}" is already in use by container "0123456789abcdef". You have to remove (or rename) that container to be able to reuse that name.`;
    expect(likelyCauses(diagnosed({ listening: ["00000000:0BB8"] }, said)).map(causeWords)).toEqual([
      [
        `Likely cause: Somebody else has made a container ${name} (0123456789ab) on the server meanwhile`,
        `What to do: See what it is, and have it go: docker rename ${name} OTHER-NAME, or docker rm --force ${name}`,
      ].join("\n"),
    ]);
  });

  it("of an accessory stands where its own settings do", () => {
    const asked = { noun: "accessory", key: "accessories.db", proxyKey: "accessories.db.proxy", proxy: undefined } as const;
    const log = [
      "Error: Database is uninitialized and superuser password is not specified.",
      "You must specify POSTGRES_PASSWORD to a non-empty value",
    ];
    expect(likelyCauses(diagnosed({ asked, container: exited, log })).map(causeWords)).toEqual([
      "Likely cause: The accessory misses POSTGRES_PASSWORD in its environment\nWhat to do: Give it under accessories.db.env.clear or accessories.db.env.secret in deploy.yml",
    ]);
    const said = "docker: Error response from daemon: Bind for 0.0.0.0:5432 failed: port is already allocated.";
    expect(likelyCauses(diagnosed({ asked, container: { status: "created", exitCode: 128 } }, said))).toEqual([
      {
        what: "Port 5432 of the server is taken",
        remedy: expect.stringContaining('accessories.db.port in deploy.yml may name another one: "OTHER:5432"'),
      },
    ]);
  });

  it("is nothing in particular where there is none", () => {
    expect(whatIn({ container: undefined }, "mkdir: cannot create directory")).toEqual([]);
  });
});

it("never guesses more than twice", () => {
  const log = ["No space left on device", "EADDRINUSE", "A server is already running", 'key not found: "A"'];
  expect(whatIn({ container: { status: "exited", exitCode: 1 }, log })).toHaveLength(2);
});
