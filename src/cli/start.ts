import type { Command } from "commander";
import { kamalVersion } from "../core/config/check/version.ts";
import { chapterNames, chapterText } from "../core/report/reference.ts";
import { Refusal } from "../core/report/refusal.ts";
import { landfallVersion } from "../core/version.ts";
import { init } from "../use-cases/init.ts";
import type { FrontEnd } from "./front-end.ts";
import { type GlobalOptions, withGlobals } from "./options.ts";

/** Commands for whoever begins, which touch no server. */
export function addStart(root: Command, frontEnd: FrontEnd): void {
  const starting = withGlobals(root.command("init")).description(
    "Write a deploy.yml, secrets, sample hooks and workflows to begin with",
  );
  starting.action(async () => {
    const options = starting.opts<GlobalOptions>();
    const { request } = await frontEnd.call(options);
    const { created, kept } = await init(request.directory);
    const lines = [...created.map((path) => `Created ${path}`), ...kept.map((path) => `Kept ${path}, which was there`)];
    const next = created.includes("config/deploy.yml") ? ["Next: fill in config/deploy.yml, then landfall setup"] : [];
    frontEnd.answer({ text: [...lines, ...next].join("\n"), json: { created, kept } }, options);
  });
  addDocs(root, frontEnd);

  const version = withGlobals(root.command("version")).description(
    "Show the version of Landfall, and of the Kamal that it works like",
  );
  version.action(() =>
    frontEnd.answer(
      { text: `${landfallVersion} (as Kamal ${kamalVersion})`, json: { landfall: landfallVersion, kamal: kamalVersion } },
      version.opts<GlobalOptions>(),
    ),
  );
}

function addDocs(root: Command, frontEnd: FrontEnd): void {
  const docs = withGlobals(root.command("docs [section]")).description("Explain deploy.yml, whole or one section of it");
  docs.action((section: string | undefined) => {
    const options = docs.opts<GlobalOptions>();
    const names = section === undefined ? chapterNames : [section];
    const chapters = names.map((name) => ({ name, text: chapterText(name) }));
    const [unknown] = chapters.filter(({ text }) => text === undefined);
    if (unknown) throw new Refusal([`There is no section ${unknown.name}. There are: ${chapterNames.join(", ")}`]);
    const text = chapters.map((chapter) => `${chapter.name.toUpperCase()}\n\n${chapter.text}`).join("\n\n\n");
    frontEnd.answer({ text, json: { chapters } }, options);
  });
}
