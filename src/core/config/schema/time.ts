import { z } from "zod";
import { expected } from "./value.ts";

/** `30s`, `5m`, or seconds as everywhere else in the file. @param least the shortest, in seconds */
export const time = (least: 0 | 1) =>
  z
    .union([z.int(), z.string()], expected("a time"))
    .transform((given, context): number => {
      const [, digits = "", unit] = /^(\d+)([sm]?)$/.exec(String(given)) ?? [];
      const seconds = Number(digits) * (unit === "m" ? 60 : 1);
      if (digits !== "" && seconds >= least) return seconds;
      context.addIssue({ code: "custom", message: "should be a time, such as 30s or 2m", input: given });
      return z.NEVER;
    })
    .meta({ minimum: least, pattern: least === 0 ? "^[0-9]+[sm]?$" : "^0*[1-9][0-9]*[sm]?$" });
