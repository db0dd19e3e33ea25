import { cmd } from "./faulty-project.ts";

export interface FaultyProgram {
  readonly role: string;
  readonly it: string;
  readonly cmd: string;
  readonly options?: object;
  readonly what: string;
  readonly remedy: string;
  /** Lines of what is said and known of the container. */
  readonly known: readonly RegExp[];
}

/** The state of a container whose program ended so, whether Docker has just started it again or not. */
export const ends = (exitCode: number): RegExp =>
  new RegExp(`^State: (restarting, exit code ${exitCode}, started again|running, started again .* after exit code ${exitCode})`);
const neverStarted = /^State: created$/;
export const inWhichImage = "in deploy.yml, and at CMD and ENTRYPOINT in the Dockerfile";

/** A role without a proxy for each program that cannot stay. */
export const faultyPrograms: readonly FaultyProgram[] = [
  {
    ...{ role: "end", it: "is done", cmd: cmd("end") },
    what: "Its program ended by itself, without an error: it has to stay in the foreground",
    remedy: "Look at servers.end.cmd in deploy.yml, and at CMD in the Dockerfile",
    known: [ends(0), /nothing to do$/],
  },
  {
    ...{ role: "memory", it: "needs more memory than it may have", cmd: cmd("memory"), options: { memory: "64m" } },
    what: "It needed more memory than the 64 MiB that it may use",
    remedy: "Raise servers.memory.options.memory in deploy.yml",
    known: [ends(137), /killed for want of memory/],
  },
  {
    ...{ role: "python", it: "misses a variable, in Python's words", cmd: cmd("variable") },
    what: "The app misses DATABASE_URL in its environment",
    remedy: "Give it under env.clear or env.secret in deploy.yml",
    known: [ends(1), /KeyError: 'DATABASE_URL'$/],
  },
  {
    ...{
      role: "ruby",
      it: "misses a variable, in Ruby's words",
      cmd: `sh -c "echo 'fetch: key not found: \\"REDIS_URL\\" (KeyError)'; exit 1"`,
    },
    what: "The app misses REDIS_URL in its environment",
    remedy: "Give it under env.clear or env.secret in deploy.yml",
    known: [ends(1)],
  },
  {
    ...{
      role: "node",
      it: "misses a variable, in a Node program's words",
      cmd: `sh -c "echo 'Error: Missing required environment variable: STRIPE_KEY'; exit 1"`,
    },
    what: "The app misses STRIPE_KEY in its environment",
    remedy: "Give it under env.clear or env.secret in deploy.yml",
    known: [ends(1)],
  },
  {
    ...{ role: "read-only", it: "writes where it may not", cmd: cmd("file"), options: { "read-only": true } },
    what: "The app writes to its own files, which servers.read-only.options.read-only forbids",
    remedy: "Name the directory that it writes to: servers.read-only.options.tmpfs: /tmp in deploy.yml",
    known: [ends(1), /Read-only file system: '\/app\/production\.log'$/],
  },
  {
    ...{ role: "owner", it: "writes to a file that is not its user's", cmd: cmd("file"), options: { user: "1000" } },
    what: "The user whom the app runs as may not open /app/production.log",
    remedy: "chown it to that user in the Dockerfile; if it is in a volume, on the server",
    known: [ends(1), /Permission denied: '\/app\/production\.log'$/],
  },
  {
    ...{ role: "name", it: "looks for a host that is not there", cmd: cmd("name") },
    what: "The app looks for another host by a name that nobody knows",
    remedy:
      "Name it in env in deploy.yml as it is called on Docker's network: SERVICE-ACCESSORY for an accessory on the same server",
    known: [ends(1), /gaierror/],
  },
  {
    ...{ role: "shell", it: "is a command that the shell does not know", cmd: "sh -c 'bundel exec puma'" },
    what: "The image has no program bundel, or no interpreter for it (a script with the line ends of Windows has none)",
    remedy: `Look at servers.shell.cmd ${inWhichImage}`,
    known: [ends(127), /bundel: not found$/],
  },
  {
    ...{ role: "missing", it: "is not in the image", cmd: "bin/missing --now" },
    what: "The image has no program bin/missing, or no interpreter for it (a script with the line ends of Windows has none)",
    remedy: `Look at servers.missing.cmd ${inWhichImage}`,
    known: [neverStarted, /stat bin\/missing: no such file or directory/],
  },
  {
    ...{ role: "windows", it: "is a script with the line ends of Windows", cmd: "/app/windows.sh" },
    what: "The image has no program /app/windows.sh, or no interpreter for it (a script with the line ends of Windows has none)",
    remedy: `Look at servers.windows.cmd ${inWhichImage}`,
    known: [/exec \/app\/windows\.sh: no such file or directory$/],
  },
  {
    ...{ role: "mode", it: "may not be executed", cmd: "/app/app.py" },
    what: "The program /app/app.py may not be executed",
    remedy: "chmod +x it in the Dockerfile",
    known: [neverStarted, /"\/app\/app\.py": permission denied/],
  },
  {
    ...{ role: "format", it: "is no program", cmd: "/app/broken" },
    what: "The server cannot run the image's program: it is made for another kind of processor, or a script without its first line (#!)",
    remedy: "Set builder.arch in deploy.yml to the server's, or begin the script with #!/bin/sh",
    known: [/exec \/app\/broken: exec format error$/],
  },
  {
    ...{ role: "published", it: "wants a port of the server that is taken", cmd: "sleep 1000", options: { publish: "80:80" } },
    what: "Port 80 of the server is taken, perhaps by the old version, which serves until the new one is healthy",
    remedy: "Take the port out of servers.published.options.publish in deploy.yml: the proxy reaches the container without it",
    known: [neverStarted, /port is already allocated/],
  },
];
