import { type Asked, isOwnImage } from "./asked.ts";
import type { Cause } from "./cause.ts";
import type { Diagnosis } from "./diagnosis.ts";

/** Why the container's program did not start, or ended. */
export function programCauses(diagnosis: Diagnosis): Cause[] {
  const docker = [...diagnosis.said, diagnosis.container?.error ?? ""].join("\n");
  const words = [docker, ...diagnosis.lastLines].join("\n");
  const found = [portTaken(diagnosis, docker), otherArchitecture(diagnosis, words), noProgram(diagnosis, words), end(diagnosis)];
  return found.filter((cause) => cause !== undefined).slice(0, 1);
}

/** When nothing else is known of its end. */
export function anyEnd({ container }: Diagnosis): Cause[] {
  if (!container?.exitCode || container.status === "created") return [];
  const often = container.restarts > 0 ? ", and did so again when Docker had started it again" : "";
  return [{ what: `Its program ended with exit code ${container.exitCode}${often}`, remedy: "Its last lines may say why" }];
}

/** A port that is published on the server itself. */
function portTaken({ asked }: Diagnosis, words: string): Cause | undefined {
  const taken = /Bind for \S+:(\d+) failed: port is already allocated|listen \S+ \S+:(\d+): bind: address already in use/.exec(
    words,
  );
  if (!taken) return undefined;
  const port = taken[1] ?? taken[2];
  if (!isOwnImage(asked))
    return {
      what: `Port ${port} of the server is taken`,
      remedy: `docker ps and ss -ltnp on the server tell by what; ${asked.key}.port in deploy.yml may name another one: "OTHER:${port}"`,
    };
  return {
    what: `Port ${port} of the server is taken, perhaps by the old version, which serves until the new one is healthy`,
    remedy: `Take the port out of ${asked.key}.options.publish in deploy.yml: the proxy reaches the container without it`,
  };
}

/** Only what Linux refuses: some processors run what is made for others, and QEMU runs nearly all. */
function otherArchitecture(
  { asked, imageArchitecture: image, serverArchitecture: server }: Diagnosis,
  words: string,
): Cause | undefined {
  if (!/exec format error/i.test(words)) return undefined;
  if (image !== undefined && server !== undefined && image !== server)
    return {
      what: `The image is built for ${image}, and the server is ${server}`,
      remedy: isOwnImage(asked)
        ? `builder.arch: ${server} in deploy.yml`
        : `Name an image for ${server} under ${asked.key}.image in deploy.yml`,
    };
  return {
    what: "The server cannot run the image's program: it is made for another kind of processor, or a script without its first line (#!)",
    remedy: "Set builder.arch in deploy.yml to the server's, or begin the script with #!/bin/sh",
  };
}

function noProgram({ asked, container }: Diagnosis, words: string): Cause | undefined {
  const failed = /exec: "([^"\n]{1,100})": (.*)|\bexec (\S{1,100}): (no such file or directory|permission denied)/.exec(words);
  const [, unknown] = (container?.exitCode === 127 && /: (\S{1,100}): (?:command )?not found/.exec(words)) || [];
  const program = failed?.[1] ?? failed?.[3] ?? unknown ?? "that it should start";
  const reason = failed?.[2] ?? failed?.[4] ?? "";
  if (reason.includes("permission denied") || (!failed && container?.exitCode === 126))
    return { what: `The program ${program} may not be executed`, remedy: "chmod +x it in the Dockerfile" };
  if (!failed && container?.exitCode !== 127) return undefined;
  return {
    what: `The image has no program ${program}, or no interpreter for it (a script with the line ends of Windows has none)`,
    remedy: `Look at ${commandKey(asked)} in deploy.yml, and at CMD and ENTRYPOINT in the Dockerfile`,
  };
}

function end({ asked, container }: Diagnosis): Cause | undefined {
  if (!container || container.status === "created") return undefined;
  const { exitCode, oomKilled, memory } = container;
  const limit = `${asked.key}.options.memory`;
  if (oomKilled)
    return {
      what: `It needed more memory than ${memory > 0 ? `the ${Math.round(memory / 2 ** 20)} MiB that it may use` : "the server had left"}`,
      remedy: memory > 0 ? `Raise ${limit} in deploy.yml` : `Give the server more memory, or limit what others use (${limit})`,
    };
  if (exitCode === 137)
    return {
      what: "It was killed (signal 9), as Linux does where a server is out of memory",
      remedy: "dmesg on the server tells; free -m shows what is left",
    };
  if (exitCode === 139)
    return {
      what: "Its program crashed (segmentation fault)",
      remedy: "Start the same image elsewhere to see whether it does there",
    };
  if (exitCode !== 0 || asked.noun === "release command") return undefined;
  return {
    what: "Its program ended by itself, without an error: it has to stay in the foreground",
    remedy: `Look at ${commandKey(asked)} in deploy.yml, and at CMD in the Dockerfile`,
  };
}

const commandKey = ({ noun, key }: Asked): string => (noun === "release command" ? "x-landfall.release.command" : `${key}.cmd`);
