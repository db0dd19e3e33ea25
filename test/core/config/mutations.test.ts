import { expect, it } from "vitest";
import { damagedFiles, readDamaged } from "../../fuzz/reading.ts";

it("a file that was damaged is read or refused, never more, and each problem stands within it", { timeout: 60_000 }, async () => {
  const seen = new Set<string>();
  for (let round = 0; round < 1500; round++) {
    const files = damagedFiles(20_260_101, round);
    const outcome = await readDamaged(files).catch((error: unknown) => {
      throw new Error(`Round ${round}: ${JSON.stringify(files)}`, { cause: error });
    });
    seen.add(outcome);
  }
  expect(seen).toEqual(new Set(["read", "refused"]));
});
