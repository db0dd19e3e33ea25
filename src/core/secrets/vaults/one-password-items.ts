import { z } from "zod";
import { type Cli, understood } from "./call.ts";
import { fullNames, partsOf } from "./request.ts";
import { VaultError, type VaultRequest } from "./vault.ts";

export const cli: Cli = { title: "1Password", program: "op" };

/** Fields of an item, by section and label; all when none is named. */
export interface Item {
  readonly vault: string;
  readonly item: string;
  readonly fields: readonly string[];
}

/** What to ask for, each item once. @throws VaultError when a name does not say where to look */
export function wantedItems(request: VaultRequest): readonly Item[] {
  if (request.names.length === 0) return [{ ...located(request.from ?? ""), fields: [] }];
  const items = new Map<string, Item>();
  for (const name of fullNames(cli, request)) {
    const { vault, item, field } = located(name);
    const key = `${vault}/${item}`;
    items.set(key, { vault, item, fields: [...(items.get(key)?.fields ?? []), field] });
  }
  return [...items.values()];
}

/** Takes `[op://]vault/item[/section][/field]` apart; op wants a dot after the section. */
function located(name: string): Omit<Item, "fields"> & { readonly field: string } {
  const [vault, item, ...field] = partsOf(name.replace(/^op:\/\//, ""));
  if (vault !== undefined && item !== undefined) return { vault, item, field: field.join(".") || "password" };
  throw new VaultError(
    `could not tell vault and item of 1Password from "${name}": name them with \`--from op://vault/item\`, or before each secret as \`vault/item/field\``,
  );
}

const fieldAnswer = z.object({
  reference: z.string().optional(),
  value: z.string().optional(),
  label: z.string().optional(),
  section: z.object({ label: z.string().optional() }).optional(),
});
const itemAnswer = z.object({ fields: z.array(fieldAnswer) });

/** One field comes alone, several in a list, all of an item in the item. */
const answered = z.union([
  itemAnswer.transform(({ fields }) => fields),
  z.array(fieldAnswer),
  fieldAnswer.required({ reference: true }).transform((one) => [one]),
]);

/** By their references without the scheme; the password of an item goes by the item's name. */
export function valuesOf(answer: string): readonly (readonly [string, string])[] {
  return understood(cli, answered, answer).flatMap(({ reference, value }) =>
    reference === undefined || value === undefined
      ? []
      : [[reference.replace(/^op:\/\//, "").replace(/\/password$/, ""), value] as const],
  );
}

/** The names of an item's fields, as they are asked for. */
export const fieldsOf = (answer: string): readonly string[] =>
  understood(cli, itemAnswer, answer).fields.flatMap(({ label, section }) =>
    label === undefined ? [] : [section?.label ? `${section.label}/${label}` : label],
  );
