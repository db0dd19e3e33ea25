import { textMap } from "./value.ts";

const reserved = ["destination", "role", "service"];

/** Labels of a container; the three by which servers are searched cannot be set. */
export const containerLabels = textMap
  .superRefine((given, context) => {
    for (const name of reserved) {
      if (!Object.hasOwn(given, name)) continue;
      context.addIssue({
        code: "custom",
        path: [name],
        message: "invalid label. destination, role, and service are reserved labels",
        input: name,
      });
    }
  })
  .meta({ propertyNames: { not: { enum: reserved } } });
