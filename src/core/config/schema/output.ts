import { section, text } from "./value.ts";

export const output = section({
  otel: section({ endpoint: text.describe("The address of an OpenTelemetry collector that takes OTLP over HTTP.") })
    .optional()
    .describe("Send the log of each deploy to OpenTelemetry."),
  file: section({ path: text.describe("The directory of the log files, on this machine.") })
    .optional()
    .describe("Write a log file for each deploy."),
}).describe("Where else the output of a deploy goes.");
