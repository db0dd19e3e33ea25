import { z } from "zod";
import { parseJson } from "../../json.ts";
import type { CommandResult } from "../../secrets/evaluate.ts";
import type { Problem } from "../problem.ts";
import { positionFinder } from "../source.ts";
import type { Environment } from "./evaluation.ts";
import { unsetVariable } from "./expression-error.ts";
import { openBlock } from "./open-block.ts";
import type { ErbFile } from "./pieces.ts";
import type { Filled } from "./rendering.ts";
import { firstTag, placeInRuby } from "./ruby-place.ts";

const failure = z.object({
  file: z.number(),
  line: z.number(),
  tag: z.number().nullable(),
  kind: z.string(),
  message: z.string(),
  variable: z.string().nullable(),
});
type Failure = z.infer<typeof failure>;

/** A piece as it stands, or filled in. */
const made = z.union([z.tuple([z.number()]), z.tuple([z.number(), z.string()])]);
const report = z.union([
  z.object({ failed: failure }),
  z.object({ files: z.array(z.array(made)), env: z.record(z.string(), z.string().nullable()) }),
]);

type RubyReport =
  | { readonly files: readonly (readonly Filled[])[]; readonly changes: Environment }
  | { readonly problem: Problem };

/** Reads what the program for these files printed. */
export function readReport(files: readonly ErbFile[], result: CommandResult): RubyReport {
  const read = report.safeParse(parseJson(result.output));
  if (!read.success) return { problem: died(files, result) };
  const { data } = read;
  if ("failed" in data) return { problem: problemOf(files, data.failed, result) };
  const changes = Object.entries(data.env).map(([name, value]) => [name, value ?? undefined] as const);
  return {
    files: files.map(({ pieces }, index) => (data.files[index] ?? []).map((piece) => filled(pieces, piece))),
    changes: Object.fromEntries(changes),
  };
}

function filled(pieces: ErbFile["pieces"], [index, text]: z.infer<typeof made>): Filled {
  const piece = pieces[index];
  const at = piece?.at ?? 0;
  if (text !== undefined) return { text, at, verbatim: false };
  return { text: piece !== undefined && "text" in piece ? piece.text : "", at, verbatim: true };
}

function died(files: readonly ErbFile[], { exitCode, complaint }: CommandResult): Problem {
  const end = exitCode === undefined ? "was stopped" : `ended with exit code ${exitCode}`;
  return {
    ...firstTag(files),
    path: "",
    message: `ruby, which fills in the tags of this file, ${end}${complaint === "" ? "" : `: ${complaint}`}`,
    hint: "No server was reached.",
  };
}

function problemOf(files: readonly ErbFile[], failed: Failure, { complaint }: CommandResult): Problem {
  const file = files[failed.file];
  const { message, hint } = inWords(failed, complaint);
  const open = file !== undefined && endOfInput.test(failed.message) ? openBlock(file) : undefined;
  if (file !== undefined && open !== undefined)
    return { ...positionFinder(file)(open.codeAt), path: "", message: "what this tag opens has no end", hint: "Add <% end %>." };
  const { commented, ...place } = placeInRuby(file, failed);
  return { ...place, path: "", message, hint: commented ? commentsCount : hint };
}

const endOfInput = /unexpected end-of-input|unexpected end of input|expect(?:ed|ing) (?:an? )?`end'/;

const commentsCount = "Ruby runs what stands in a comment of YAML's too, as Kamal does. <%# switches a tag off.";

interface Words {
  readonly message: string;
  readonly hint?: string | undefined;
}

function inWords({ kind, message, variable }: Failure, complaint: string): Words {
  if (variable !== null) return unsetVariable(variable);
  switch (kind) {
    case "SignalException":
    case "Interrupt":
      return { message: `this Ruby was stopped: ${complaint}`, hint: "No server was reached." };
    case "SyntaxError":
      return { message: `this is not Ruby: ${syntaxFault(message)}`, hint: "Has every do, if and bracket its end?" };
    case "LoadError":
      return { message: firstLine(message), hint: missingLibrary };
    case "SystemExit":
      return { message: "this Ruby called exit", hint: "To give a run up, say why: raise a text." };
    default:
      return { message: `this Ruby fails: ${firstLine(message)} (${kind})`, hint: suggestion(message) };
  }
}

const missingLibrary =
  "Install it for the ruby on PATH before this step, as with `gem install`. Kamal brings dotenv along; Landfall does not.";

const firstLine = (message: string): string => message.split("\n")[0] ?? "";

const suggestion = (message: string): string | undefined => /^Did you mean\?.*$/m.exec(message)?.[0];

/** Ruby 3.4 draws the line and writes below it what is wrong; older ones write it in the first line. */
function syntaxFault(message: string): string {
  const drawn = /^\s*\|\s*\^[~^]* (.+)$/m.exec(message)?.[1];
  return drawn ?? firstLine(message).replace(/^\(erb\):\d+: (syntax errors?( found)?[,:]? ?)?/, "");
}
