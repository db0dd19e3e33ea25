import { z } from "zod";
import type { HostCount } from "../landfall.ts";
import { expected } from "./value.ts";

/** A number of hosts, or a percentage of them. @param least the smallest number */
export const hostCount = (least: 0 | 1) =>
  z
    .union([z.int(), z.string()], expected("a string"))
    .transform((given, context): HostCount => {
      const [, digits = "", percent] = /^(\d+)(%?)$/.exec(String(given)) ?? [];
      const number = Number(digits);
      if (digits !== "" && percent === "%") return { percent: number };
      if (digits !== "" && number >= least) return { hosts: number };
      const message = "should be a number of hosts or a percentage, such as 2 or 25%";
      context.addIssue({ code: "custom", message, input: given });
      return z.NEVER;
    })
    .meta({ minimum: least, pattern: least === 0 ? "^[0-9]+%?$" : "^(?:[0-9]+%|0*[1-9][0-9]*)$" });
