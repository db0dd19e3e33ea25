import { printedMap } from "./options.ts";
import { section, text } from "./value.ts";

export const logging = section({
  driver: text.optional().describe("Docker's logging driver."),
  options: printedMap.optional().describe("Options of the logging driver, each a --log-opt."),
}).describe("How Docker keeps the containers' logs. Without a driver or options: 10 MB a container.");
