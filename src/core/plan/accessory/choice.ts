import type { Accessory } from "../../config/accessory.ts";
import type { Config } from "../../config/config.ts";
import { unsupportedAccessories } from "../../config/unsupported.ts";
import { Refusal } from "../../report/refusal.ts";

/** The accessory of that name. @throws Refusal that lists the names there are */
export function accessoryCalled({ accessories }: Config, name: string): Accessory {
  const found = accessories.find((accessory) => accessory.name === name);
  if (found) return found;
  const names = accessories.map((accessory) => accessory.name).join(", ");
  throw new Refusal([
    `There is no accessory called "${name}". ${names === "" ? "deploy.yml has none" : `deploy.yml has ${names}`}`,
  ]);
}

/** The accessory of that name, or every one for `all`. @throws Refusal that lists the names there are */
export const accessoriesCalled = (config: Config, name: string): readonly Accessory[] =>
  name === "all" ? config.accessories : [accessoryCalled(config, name)];

/** The same, to be booted. @throws Refusal also when one of them cannot be */
export function bootable(config: Config, name: string): readonly Accessory[] {
  const found = accessoriesCalled(config, name);
  const faults = unsupportedAccessories(config);
  if (faults.length > 0) throw new Refusal(faults);
  return found;
}
