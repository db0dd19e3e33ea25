import { defineConfig } from "vitest/config";

const unit = ["core", "shell", "engine", "adapters", "house", "compat", "action", "cli", "load", "bench"].map(
  (room) => `test/${room}/**/*.test.ts`,
);
const lab = ["lab", "e2e"].map((room) => `test/${room}/**/*.test.ts`);

export default defineConfig({
  test: {
    projects: [
      { test: { name: "unit", include: unit } },
      { test: { name: "lab", include: lab, testTimeout: 120_000, hookTimeout: 180_000, fileParallelism: false } },
    ],
  },
});
