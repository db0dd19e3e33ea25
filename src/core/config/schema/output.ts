import { section, text } from "./value.ts";

export const output = section({
  otel: section({ endpoint: text.describe("The address of an OpenTelemetry collector.") })
    .optional()
    .describe("Send what happens to OpenTelemetry."),
  file: section({ path: text.describe("The directory of the log files.") })
    .optional()
    .describe("Write a log file for each command."),
}).describe("Where else the output goes.");
