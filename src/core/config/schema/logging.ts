import { printedMap } from "./options.ts";
import { section, text } from "./value.ts";

export const logging = section({
  driver: text
    .optional()
    .describe("Docker's logging driver, as for `docker run --log-driver`. By default the one that Docker is set up with."),
  options: printedMap
    .optional()
    .describe("Options of the driver, each a `--log-opt`. Without a driver and options: `max-size: 10m`."),
}).describe("How Docker keeps the logs of the app's containers.");
