import { resultWords } from "./check-result.ts";
import type { Diagnosis } from "./diagnosis.ts";
import { listenerWords } from "./listener.ts";

/** What is known of a container, in lines for people. At most 3500 characters or so: GitHub cuts annotations off at 4096. */
export function account(diagnosis: Diagnosis): string {
  const { container, proxyLines, lastLines } = diagnosis;
  return [
    ...[state(diagnosis), complaint(diagnosis), architectures(diagnosis), ports(diagnosis), ...checks(diagnosis)],
    answer(diagnosis),
    ...titled("The proxy's log of it", ending([...new Set(proxyLines.map(unstamped))], 600)),
    ...(lastLines.length === 0 ? [silence(container)] : titled("Its last lines", ending(lastLines, 2000))),
  ]
    .filter((line) => line !== undefined)
    .join("\n");
}

function state({ container }: Diagnosis): string {
  if (!container) return "There is no such container";
  const { status, exitCode, oomKilled, restarts, health } = container;
  const end = status !== "created" && exitCode !== undefined && `exit code ${exitCode}`;
  const again = restarts > 0 && `started again ${times(restarts)}`;
  const words = [
    ...(status === "running" ? [status, again, end && `the last time after ${end}`] : [status, end, again]),
    oomKilled && "killed for want of memory",
    health !== undefined && `health: ${health}`,
  ].filter((word) => word !== false);
  return `State: ${words.join(", ")}`;
}

/** Unless the step that failed has said the same. */
function complaint({ container, said }: Diagnosis): string | undefined {
  const error = container?.error ?? "";
  if (error === "" || said.join("\n").includes(error.slice(0, 200))) return undefined;
  return `Docker says: ${cut(error, 300)}`;
}

const architectures = ({ imageArchitecture: image, serverArchitecture: server }: Diagnosis): string | undefined =>
  image !== undefined && server !== undefined && image !== server
    ? `The image is for ${image}, the server is ${server}`
    : undefined;

const silence = (container: Diagnosis["container"]): string | undefined =>
  container && container.status !== "created" ? "It has logged nothing" : undefined;

function ports({ listening }: Diagnosis): string | undefined {
  if (!listening) return undefined;
  return listening.length === 0 ? "It listens on no port" : `It listens on: ${cut(listening.map(listenerWords).join(", "), 200)}`;
}

function checks({ asked, healthChecks, container }: Diagnosis): string[] {
  const own = container?.checks.at(-1);
  const question = `GET ${asked.proxy?.path} on port ${asked.proxy?.port}`;
  const proxied = healthChecks.slice(0, 3).map(({ result, times: count }) => {
    const words = cut(resultWords(result), 200);
    return count === undefined
      ? `The proxy last asked ${question}: ${words}`
      : `The proxy asked ${question}: ${words}, ${times(count)}`;
  });
  return [...proxied, ...(own ? [`Its own health check ended with exit code ${own.exitCode}: ${cut(own.output, 300)}`] : [])];
}

function answer({ asked, answer }: Diagnosis): string | undefined {
  if (!answer) return undefined;
  const { status, location, text } = answer;
  const where = location === undefined ? "" : ` to ${cut(location, 200)}`;
  return `It answers GET ${asked.proxy?.path} with ${status}${where}${text === "" ? "" : `: ${text}`}`;
}

const times = (count: number): string => (count === 1 ? "once" : `${count} times`);

const cut = (text: string, most: number): string => {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.length > most ? `${line.slice(0, most)}…` : line;
};

const titled = (title: string, lines: readonly string[]): string[] =>
  lines.length > 0 ? [`${title}:`, ...lines.map((line) => `  ${line}`)] : [];

/** As many of the last lines as have room; where that is not for all, the frames of stack traces give way first. */
function ending(lines: readonly string[], room: number): string[] {
  const isLong = lines.join("\n").length > room;
  const kept: string[] = [];
  let left = room;
  for (const line of lines
    .filter((line) => !isLong || !isFrame(line))
    .map(toTheSecond)
    .toReversed()) {
    left -= line.length + 3;
    if (left < 0) break;
    kept.unshift(line);
  }
  return kept;
}

const isFrame = (line: string): boolean => /^(?:\S+Z )?(?:\s+at |\s*from |\s+File "|\S+:\d+:in |\s*[~^]+$)/.test(line);

/** A line of Docker's log with its time to the second. */
const toTheSecond = (line: string): string => line.replace(/^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\.\d+(?=Z )/, "$1");

/** A line of the proxy's log without its time, so that it says no more than the line before it. */
const unstamped = (line: string): string => line.replace(/^\{"time":"[^"]*",/, "{");
