import type { Env } from "../config.ts";
import { renamed } from "./leads.ts";
import { type Fillings, filledIn } from "./template.ts";

/** What may be seen of the app's variables; what the server would fill in is the server's. None of its secrets. */
export const openPart = ({ clear }: Env): Env => ({
  clear: Object.fromEntries(Object.entries(clear).filter(([, value]) => value !== undefined && !value.includes("${"))),
  secrets: [],
});

/** Variables over others; the values of the former are filled in. */
export const withEnv = (base: Env, { clear, secrets }: Env, fillings: Fillings): Env => ({
  clear: {
    ...base.clear,
    ...Object.fromEntries(Object.entries(clear).map(([name, value]) => [name, value && filledIn(value, fillings)])),
  },
  secrets: [...base.secrets, ...secrets],
});

/** The same variables, leading to other containers: those of the names on the left by those on the right. */
export const leadingTo = (names: ReadonlyMap<string, string>, { clear, secrets }: Env): Env => ({
  clear: Object.fromEntries(
    Object.entries(clear).map(([name, value]) => [
      name,
      value && [...names].reduce((text, [from, to]) => renamed(text, from, to), value),
    ]),
  ),
  secrets,
});
