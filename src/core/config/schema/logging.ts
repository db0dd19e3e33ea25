import { section, text, textMap } from "./value.ts";

export const logging = section({
  driver: text.optional().describe("Docker's logging driver."),
  options: textMap.optional().describe("Options of the logging driver, each a --log-opt."),
}).describe("How Docker keeps the containers' logs. Without a driver or options: 10 MB a container.");
