import type { SourceFile } from "../source.ts";
import type { Note } from "./outcome.ts";

/** Variables that Kamal gives to hooks under another name than MRSK did. */
const variables = /\bMRSK_[A-Z_]+/g;

/** Events that are called otherwise. */
const events: Readonly<Record<string, string>> = {
  "pre-traefik-reboot": "pre-proxy-reboot",
  "post-traefik-reboot": "post-proxy-reboot",
};

/** What is to be done about a hook; hooks are programs, so they are not rewritten. */
export function hookNotes({ path, text }: SourceFile): readonly Note[] {
  const name = path.split("/").at(-1) ?? "";
  const renamed = events[name];
  const moved = path.startsWith(".mrsk/");
  const lines = text.split("\n").flatMap((line, index): Note[] => {
    const names = [...new Set(line.match(variables) ?? [])];
    const now = names.map((variable) => `${variable} is ${variable.replace("MRSK_", "KAMAL_")} now`);
    return now.length === 0 ? [] : [{ line: index + 1, message: `${now.join(", ")}.` }];
  });
  return [
    ...(moved ? [{ line: 1, message: `Hooks are read from .kamal/hooks now: move it to .kamal/hooks/${renamed ?? name}.` }] : []),
    ...(renamed !== undefined && !moved ? [{ line: 1, message: `The hook is called ${renamed} now: rename the file.` }] : []),
    ...lines,
  ];
}
