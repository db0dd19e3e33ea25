import { Refusal } from "../../core/report/refusal.ts";
import { optional } from "./input.ts";

/** What GitHub takes for the name of an environment, in characters: docs.github.com/actions, "Managing environments". */
const longestName = 255;

/** @throws Refusal when GitHub has no environment of such a name */
export function environmentName(): string | undefined {
  const name = optional("environment");
  if (name === undefined || (name.length <= longestName && !/\p{Cc}/u.test(name))) return name;
  throw new Refusal([
    `The input environment is no name of an environment: it takes one line of at most ${longestName} characters`,
  ]);
}

/** @throws Refusal when it leads to no page */
export function environmentUrl(): string | undefined {
  const text = optional("environment-url");
  if (text === undefined || /^https?:$/.test(protocolOf(text))) return text;
  throw new Refusal([`The input environment-url is "${text}"; it takes a whole URL, as in https://shop.example.com`]);
}

const protocolOf = (text: string): string => (URL.canParse(text) ? new URL(text).protocol : "");
