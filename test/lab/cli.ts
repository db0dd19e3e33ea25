/** A lab to play with. usage: landfall-lab up [name] [servers] | down name|--all | ps | images */
import { docker } from "./command.ts";
import { buildImages } from "./image.ts";
import { type Lab, startLab } from "./lab.ts";
import { LABEL } from "./label.ts";
import { removeAllLabs, removeLab } from "./sweep.ts";

const [verb, ...words] = process.argv.slice(2);

switch (verb) {
  case "up":
    console.log(tour(await startLab({ name: words[0] ?? "play", servers: Number(words[1] ?? 2), registry: true, jump: true })));
    break;
  case "down":
    await down(words[0]);
    break;
  case "ps":
    console.log(
      await docker([
        "ps",
        "--all",
        "--filter",
        `label=${LABEL}`,
        "--format",
        `table {{.Label "${LABEL}"}}\t{{.Names}}\t{{.Status}}`,
      ]),
    );
    break;
  case "images":
    await buildImages();
    break;
  default:
    console.error("usage: landfall-lab up [name] [servers] | down name|--all | ps | images");
    process.exitCode = 2;
}

async function down(lab: string | undefined): Promise<void> {
  if (lab === undefined) throw new Error("Say which lab to remove, or --all");
  await (lab === "--all" ? removeAllLabs() : removeLab(lab));
}

function tour(lab: Lab): string {
  const { registry, jump, servers } = lab;
  return [
    ...servers.map((server) => `${server.name.padEnd(10)} ssh ${lab.sshArguments(server).join(" ")}`),
    `${"jump".padEnd(10)} ssh ${lab.sshArguments(jump, { user: "deploy" }).join(" ")}`,
    `${"registry".padEnd(10)} docker login -u ${registry.username} -p ${registry.password} ${registry.address}`,
    `${"app base".padEnd(10)} docker build --build-arg BASE=${lab.appBase} examples/app`,
    `${"remove".padEnd(10)} node test/lab/cli.ts down ${lab.name}`,
  ].join("\n");
}
