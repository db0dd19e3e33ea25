import { defineConfig } from "vitest/config";

const unit = ["test/core/**/*.test.ts", "test/shell/**/*.test.ts", "test/engine/**/*.test.ts", "test/adapters/**/*.test.ts", "test/house/**/*.test.ts", "test/compat/**/*.test.ts", "test/cli/**/*.test.ts"];
const lab = ["test/lab/**/*.test.ts", "test/e2e/**/*.test.ts"];

export default defineConfig({
  test: {
    projects: [
      { test: { name: "unit", include: unit } },
      { test: { name: "lab", include: lab, testTimeout: 120_000, hookTimeout: 180_000, fileParallelism: false } },
    ],
  },
});
