import { InvalidInput } from "../config/problem.ts";
import { printable } from "./printable.ts";
import { describeProblems } from "./problems.ts";
import { Refusal } from "./refusal.ts";

/** Any error for people. Only what nobody foresaw shows where in the program it happened. */
export function explain(error: unknown): string {
  if (error instanceof InvalidInput) return describeProblems(error.problems, error.sources);
  if (error instanceof Refusal) return error.reasons.map((reason) => `ERROR: ${printable(reason)}`).join("\n");
  if (!(error instanceof Error)) return `ERROR: ${printable(String(error))}`;
  if (isForeseen(error)) return `ERROR: ${printable(said(error))}`;
  return `ERROR: ${faultNotice}\n${printable(error.stack ?? error.message)}`;
}

/** Above an error that is nobody else's. */
export const faultNotice = "This is a fault in Landfall, please report it.";

/** What an error says, whatever was thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** What Node says in words of the operating system: "ENOENT: no such file or directory, open '/x'". */
function said(error: Error): string {
  if (!("code" in error && "path" in error)) return error.message;
  if (error.code === "ENOENT") return `There is no ${error.path}`;
  if (error.code === "EACCES") return `The user who runs this may not open ${error.path}`;
  return error.message;
}

/** Errors of the operating system carry a code and speak for themselves. */
const isForeseen = (error: Error): boolean => "code" in error || error.name.endsWith("Failure");
