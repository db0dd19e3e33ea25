import { InvalidInput } from "../config/problem.ts";
import { printable } from "./printable.ts";
import { describeProblems } from "./problems.ts";
import { Refusal } from "./refusal.ts";

/** Any error for people. Only what nobody foresaw shows where in the program it happened. */
export function explain(error: unknown): string {
  if (error instanceof InvalidInput) return reasonOf(error);
  if (error instanceof Refusal) return error.reasons.map((reason) => `ERROR: ${printable(reason)}`).join("\n");
  return `ERROR: ${reasonOf(error)}`;
}

/** The same where it is plain that it is an error. */
export function reasonOf(error: unknown): string {
  if (error instanceof InvalidInput) return describeProblems(error.problems, error.sources);
  if (error instanceof Refusal) return printable(error.reasons.join("\n"));
  if (!(error instanceof Error)) return printable(String(error));
  if (isForeseen(error)) return printable(said(error));
  return `${faultNotice}\n${printable(error.stack ?? error.message)}`;
}

/** The same for everybody to read, to whom it is nothing where in the program it happened. */
export const publicReasonOf = (error: unknown): string =>
  isFault(error) ? `${faultNotice} The log of the run says more.` : reasonOf(error);

/** Whether it is an error that nobody foresaw. */
export const isFault = (error: unknown): boolean =>
  !(error instanceof InvalidInput || error instanceof Refusal || (error instanceof Error && isForeseen(error)));

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
