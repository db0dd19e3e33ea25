import { type JsonFields, jsonFields, nanoseconds, textField, truthField } from "../json-fields.ts";
import type { Arguments } from "./arguments.ts";
import { callProxy } from "./client.ts";
import { command } from "./command.ts";
import { durationFlag, textFlag } from "./flag.ts";
import { table } from "./table.ts";

const drainTimeout = durationFlag("drain-timeout", 30_000, "How long to let requests in flight end");

const call = async (name: string, args: Arguments, fields: JsonFields): Promise<void> => {
  await callProxy({ name, fields: { service: args.operands[0], ...fields } });
};

const drain = (args: Arguments): JsonFields => ({ drain_timeout: nanoseconds(args.number("drain-timeout")) });

export const removeCommand = command({
  path: "remove",
  aliases: ["rm"],
  short: "Remove the service",
  perform: (args) => call("remove", args, {}),
});

export const pauseCommand = command({
  path: "pause",
  short: "Pause a service",
  flags: [drainTimeout, durationFlag("max-pause", 30_000, "How long a request may wait")],
  perform: (args) => call("pause", args, { ...drain(args), max_pause: nanoseconds(args.number("max-pause")) }),
});

export const stopCommand = command({
  path: "stop",
  short: "Stop a service",
  flags: [drainTimeout, textFlag("message", "", "What to tell clients meanwhile")],
  perform: (args) => call("stop", args, { ...drain(args), message: args.text("message") }),
});

export const resumeCommand = command({ path: "resume", short: "Resume a service", perform: (args) => call("resume", args, {}) });

const row = (name: string, value: unknown): readonly string[] => {
  const service = jsonFields(value);
  const texts = ["host", "path", "target", "state"].map((column) => textField(service, column));
  return [name, ...texts, truthField(service, "tls") ? "yes" : "no"];
};

const list = async (): Promise<void> => {
  const { services } = await callProxy({ name: "list", fields: {} });
  const rows = Object.entries(jsonFields(services)).map(([name, value]) => row(name, value));
  rows.sort(([one = ""], [other = ""]) => (one < other ? -1 : 1));
  process.stdout.write(table(["Service", "Host", "Path", "Target", "State", "TLS"], rows));
};

export const listCommand = command({
  path: "list",
  aliases: ["ls"],
  operands: "none",
  short: "List the services currently running",
  perform: list,
});
