import { expect } from "vitest";
import type { Ended } from "./project.ts";

/** Shows what the program said when it failed. */
export function expectSuccess({ exitCode, stderr }: Ended): void {
  expect({ exitCode, stderr: exitCode === 0 ? "" : stderr }).toEqual({ exitCode: 0, stderr: "" });
}
