import { spawn } from "node:child_process";
import { on } from "node:events";
import { cp, mkdir, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { stringify } from "yaml";
import { run } from "../lab/command.ts";
import type { Lab } from "../lab/lab.ts";

const root = join(import.meta.dirname, "../..");

/** How one call of the product ended. */
export interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A person's repository with the sample app, ready to be deployed to a lab. */
export interface Project {
  readonly directory: string;
  /** Where `landfall` finds the person's home: known_hosts and Docker's logins. */
  readonly env: Readonly<Record<string, string>>;
  /** Change files and commit; resolves to the commit. */
  commit(files: Readonly<Record<string, string>>): Promise<string>;
  /** Change deploy.yml without a commit: it is read where it stands. */
  configure(settings: Settings): Promise<void>;
  landfall(...args: readonly string[]): Promise<Ended>;
  /** The same, to be watched and interrupted. */
  start(...args: readonly string[]): Running;
}

export interface Running {
  readonly ended: Promise<Ended>;
  /** Resolves once it has said something like this on standard error. */
  said(pattern: RegExp): Promise<void>;
  signal(name: NodeJS.Signals): void;
}

/** Settings of deploy.yml that stand over the usual ones, by root key. */
export type Settings = Readonly<Record<string, unknown>>;

export interface ProjectOptions {
  readonly name?: string;
  readonly settings?: Settings;
  /** The program to call; the source by default. */
  readonly program?: string;
  /** Over the person's environment. */
  readonly env?: Readonly<Record<string, string>>;
}

export async function createProject(lab: Lab, options: ProjectOptions = {}): Promise<Project> {
  const { name = "sample", settings = {}, program = join(root, "src/cli/main.ts") } = options;
  const directory = await mkdtemp(join(lab.folder, `${name}-`));
  const home = join(directory, "..", `${name}-home`);
  await cp(join(root, "examples/app"), directory, { recursive: true });
  await mkdir(join(home, ".ssh"), { recursive: true });
  await writeFile(join(home, ".ssh/known_hosts"), lab.knownHosts);
  await writeFile(join(directory, ".kamal/secrets"), `REGISTRY_PASSWORD=${lab.registry.password}\nAPI_KEY=k3y-of-the-app\n`);
  const env = { HOME: home, PATH: process.env.PATH ?? "", TMPDIR: lab.folder, ...options.env };
  const git = (...args: readonly string[]): Promise<string> => run("git", ["-C", directory, ...args]);
  const configure = (over: Settings): Promise<void> =>
    writeFile(join(directory, "config/deploy.yml"), stringify({ ...usual(lab, name), ...settings, ...over }));
  const commit = async (files: Readonly<Record<string, string>>): Promise<string> => {
    for (const [file, content] of Object.entries(files)) await writeFile(join(directory, file), content);
    await git("add", "--all");
    await git(
      "-c",
      "user.name=Ann",
      "-c",
      "user.email=ann@example.com",
      "commit",
      "--quiet",
      "--allow-empty",
      "--message",
      "Change the app",
    );
    return git("rev-parse", "HEAD");
  };
  const start: Project["start"] = (...args) => {
    const child = spawn(process.execPath, [program, ...args], { cwd: directory, env, stdio: ["ignore", "pipe", "pipe"] });
    const code = new Promise<number>((resolve) => child.on("close", (exitCode) => resolve(exitCode ?? 128)));
    const ended = Promise.all([code, text(child.stdout), text(child.stderr)]).then(([exitCode, stdout, stderr]) => ({
      exitCode,
      stdout,
      stderr,
    }));
    const said = async (pattern: RegExp): Promise<void> => {
      let heard = "";
      for await (const [chunk] of on(child.stderr, "data", { close: ["end"] })) {
        heard += String(chunk);
        if (pattern.test(heard)) return;
      }
    };
    return { ended, said, signal: (signal) => void child.kill(signal) };
  };
  await git("init", "--quiet");
  await git("config", "user.name", "Ann");
  await git("config", "user.email", "ann@example.com");
  await configure({});
  await commit({});
  return { directory, env, commit, configure, start, landfall: (...args) => start(...args).ended };
}

const usual = (lab: Lab, name: string): Settings => ({
  service: name,
  image: name,
  servers: lab.servers.map(({ address }) => address),
  registry: { server: lab.registry.address, username: lab.registry.username, password: ["REGISTRY_PASSWORD"] },
  builder: { arch: "amd64", driver: "docker", args: { BASE: lab.appBase } },
  env: { secret: ["API_KEY"] },
  ssh: { keys: [lab.sshKey.path], config: false },
  proxy: { healthcheck: { path: "/up" } },
});

/** The sample app's source with one line changed, so that its image is another. */
export const anotherApp = async (mark: string): Promise<Readonly<Record<string, string>>> => ({
  "app.py": `${await readFile(join(root, "examples/app/app.py"), "utf8")}\n# ${mark}\n`,
});
