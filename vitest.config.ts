import { defineConfig } from "vitest/config";

const unit = [
  "core",
  "shell",
  "engine",
  "adapters",
  "house",
  "compat",
  "action",
  "cli",
  "use-cases",
  "load",
  "bench",
  "chaos",
  "github",
  "cache-service",
].map((room) => `test/${room}/**/*.test.ts`);
const lab = ["lab", "e2e"].map((room) => `test/${room}/**/*.test.ts`);

export default defineConfig({
  test: {
    projects: [
      // GitHub's parser imports JSON without saying that it is, which Node refuses and Vite does not mind.
      { test: { name: "unit", include: unit, testTimeout: 30_000, server: { deps: { inline: ["@actions/workflow-parser"] } } } },
      // Each file has a lab of its own, and waits more than it works; not beside the others, which work more than they wait.
      {
        test: {
          ...{ name: "lab", include: lab, testTimeout: 120_000, hookTimeout: 180_000 },
          ...{ maxWorkers: 2, sequence: { groupOrder: 1 } },
        },
      },
    ],
  },
});
