import { randomBytes } from "node:crypto";
import { mkdtemp, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { type Block, filled, type Line, readTrace, type Values } from "../../compat/trace.ts";
import { run } from "../../lab/command.ts";
import { SERVICE } from "../ground.ts";
import type { Turn } from "../turn.ts";
import { type KeptConnection, keepConnection } from "./kept-connection.ts";

/** A server, and what the commands for it are filled in with. */
interface Station {
  readonly host: string;
  readonly isPrimary: boolean;
  readonly values: Values;
  readonly connection: KeptConnection;
}

/**
 * Runs what Kamal ran, in its order: one exec a command over one kept connection for each server. What Kamal itself takes is left
 * out: to start Ruby, and some 40 ms a command in which its SSH library waits for Nagle's algorithm.
 */
export async function deployByKamalTrace(turn: Turn): Promise<void> {
  await using stack = new AsyncDisposableStack();
  const values = valuesOf(turn, await mkdtemp(join(turn.lab.folder, "clones-")));
  let stations: readonly Station[] = [];
  for (const block of await readTrace()) {
    if (block[0]?.place !== "here" && stations.length === 0) stations = await connect(turn, values, stack);
    await runBlock(block, { turn, values, stations });
  }
}

interface Scene {
  readonly turn: Turn;
  readonly values: Values;
  readonly stations: readonly Station[];
}

async function runBlock(block: Block, { turn, values, stations }: Scene): Promise<void> {
  for (const { text } of block.filter(({ place }) => place === "here"))
    await run("sh", ["-c", filled(text, values)], { env: turn.project.env });
  const remote = block.filter(({ place }) => place !== "here");
  await Promise.all(stations.map((station) => workThrough(remote, station, turn)));
}

async function workThrough(lines: readonly Line[], station: Station, turn: Turn): Promise<void> {
  let output = "";
  for (const { place, mayFail, text } of lines) {
    if (place === "primary" && !station.isPrimary) continue;
    const words = filled(text, { ...station.values, OUTPUT: output });
    const running = place === "upload" ? upload(station, words, turn) : station.connection.exec(words);
    output = await (mayFail ? running.catch(() => "") : running);
  }
}

async function upload({ host, connection }: Station, to: string, { lab, environment }: Turn): Promise<string> {
  const from = join(lab.folder, `${host}.env`);
  await writeFile(from, environment);
  await connection.upload(from, to);
  return "";
}

function connect(turn: Turn, values: Values, stack: AsyncDisposableStack): Promise<readonly Station[]> {
  return Promise.all(
    turn.targets.map(async ({ host }, index) => {
      const connection = stack.use(await keepConnection(host, turn.sshConfig, join(turn.lab.folder, `kept-${index}`)));
      const own = { HOST: host, RANDOM_HEX12: randomBytes(6).toString("hex") };
      return { host, isPrimary: index === 0, values: { ...values, ...own }, connection };
    }),
  );
}

function valuesOf({ lab, project, image, version, before }: Turn, clones: string): Values {
  const time = new Date().toISOString();
  return {
    SERVICE,
    IMAGE: image,
    VERSION: version,
    OLD_VERSION: before,
    BASE: lab.appBase,
    REGISTRY: lab.registry.address,
    USERNAME: lab.registry.username,
    PASSWORD: lab.registry.password,
    APP: project.directory,
    CLONES: clones,
    CLONE: join(clones, basename(project.directory)),
    TIME: time,
    USER: "ann@example.com",
    LOCK: btoa(`Locked by: Ann at ${time}\nVersion: ${version}\nMessage: Automatic deploy lock`),
  };
}
