import { describe, expect, it } from "vitest";
import type { Accessory } from "../../../src/core/config/accessory.ts";
import { clearing } from "../../../src/core/plan/provisions.ts";
import { aConfig, aHost, anAccessory, aProxy, aRelease, aRole } from "../../support.ts";

function cleared(accessories: readonly Accessory[]): string | undefined {
  const config = aConfig({ errorPagesPath: "errors", accessories });
  return clearing(aRelease({ config }), { config, role: aRole(), host: aHost("1.1.1.1") })?.toString();
}

describe("error pages of earlier versions", () => {
  it("go once the version they belong to does", () => {
    expect(cleared([])).toBe(
      "find .kamal/proxy/apps-config/app/error_pages -mindepth 1 -maxdepth 1 ! -name 999 -exec rm -rf {} +",
    );
  });

  it("stay where an accessory may show them", () => {
    expect(cleared([anAccessory({ proxy: aProxy(), hosts: ["1.1.1.1"] })])).toBeUndefined();
  });

  it("go where the accessory has no proxy, or is elsewhere", () => {
    const plain = anAccessory({ hosts: ["1.1.1.1"] });
    const elsewhere = anAccessory({ proxy: aProxy(), hosts: ["2.2.2.2"] });
    expect(cleared([plain, elsewhere])).toMatch(/^find /);
  });
});
