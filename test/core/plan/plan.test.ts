import { describe, expect, it } from "vitest";
import { stepId } from "../../../src/core/plan/plan.ts";

describe("a step's id", () => {
  it("is made of its parts", () => {
    expect(stepId("run", "web", "1.1.1.1")).toBe("run web 1.1.1.1");
  });

  it("is never nothing", () => {
    expect(() => stepId("")).toThrow(TypeError);
  });
});
