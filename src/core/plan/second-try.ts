import { partsOf, type Step } from "./plan.ts";
import type { StepEnd } from "./script.ts";

/** How long to wait before each further try, in seconds; hosts vary it, so that they do not all come back at once. */
const pauses = [2, 5, 10];

export const mostTries = pauses.length + 1;

/**
 * How long to wait before a step that failed is tried again, in seconds; undefined: it has failed. Only what asks a registry is tried
 * again, and only where the registry did not answer: a wrong password does not get better, and some who ask it too often are locked out.
 * @param tries how often it was tried so far
 */
export const pauseBeforeRetry = ({ id }: Pick<Step, "id">, { exitCode, output }: StepEnd, tries: number): number | undefined =>
  exitCode !== 0 && asksRegistry.includes(partsOf(id).deed) && lastLines(output).some(isPassing) ? pauses[tries - 1] : undefined;

/** They may be done any number of times. Pushing is BuildKit's own business, which does so itself. */
const asksRegistry: readonly string[] = ["login", "pull", "registry", "push", "push-latest", "submodules"];

const lastLines = (output: string): string[] => output.trim().split("\n").slice(-5);

const isPassing = (line: string): boolean => passing.test(line) && !lasting.test(line);

/** What Docker, git and the network libraries of Go say of a network, or a server, that fails for the moment. */
const passing =
  /context deadline exceeded|Client\.Timeout|timeout exceeded|i\/o timeout|TLS handshake timeout|timed out|connection refused|connection reset|broken pipe|no route to host|network is unreachable|\bEOF\b|server misbehaving|Temporary failure in name resolution|Could not resolve host|(?:status|HTTP|error:|code)[^\n]{0,20} (?:429|5\d\d)\b/i;

/** The daemon of the machine itself; and what an hour may mend, but not seconds. */
const lasting = /docker\.sock|Docker daemon|toomanyrequests/i;
