import { Argument, type Command } from "commander";
import type { FrontEnd } from "./front-end.ts";
import type { GlobalOptions } from "./options.ts";

/** What may follow the commands that were typed so far, which are `path`. */
interface Place {
  readonly path: string;
  readonly commands: readonly string[];
  readonly options: readonly string[];
}

const shells = ["bash", "zsh", "fish"] as const;
type Shell = (typeof shells)[number];

/** The command that prints a shell's completion. */
export function addCompletion(root: Command, frontEnd: FrontEnd): void {
  const command = root.command("completion").description("Print what makes a shell complete our commands");
  command.helpOption("--help", "show this help").addArgument(new Argument("<shell>", "which shell").choices(shells));
  command.action((shell: Shell) => {
    const text = completionOf(shell, root);
    frontEnd.answer({ text, json: { shell, script: text } }, command.opts<GlobalOptions>());
  });
}

function placesOf(command: Command, path: string): readonly Place[] {
  const shown = command.createHelp().visibleCommands(command);
  const options = command
    .createHelp()
    .visibleOptions(command)
    .flatMap(({ long }) => long ?? []);
  const commands = shown.map((each) => each.name());
  const below = shown.filter((each) => each.name() !== "help");
  return [{ path, commands, options }, ...below.flatMap((each) => placesOf(each, `${path} ${each.name()}`.trim()))];
}

/** What the shell reads. @param root the command that all others are beneath */
export function completionOf(shell: Shell, root: Command): string {
  const places = placesOf(root, "");
  switch (shell) {
    case "bash":
      return bash(places);
    case "zsh":
      return `autoload -U +X bashcompinit && bashcompinit\n${bash(places)}`;
    case "fish":
      return fish(places);
  }
}

/** The words before the cursor make the path, as far as it is one. */
function bash(places: readonly Place[]): string {
  const cases = places.map(({ path, commands, options }) => `    "${path}") known="${[...commands, ...options].join(" ")}" ;;`);
  return `_landfall() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" path="" word known=""
  for word in "\${COMP_WORDS[@]:1:$((COMP_CWORD - 1))}"; do
    case "$word" in -*) continue ;; esac
    case "${places.map(({ path }) => `|${path}|`).join("")}" in *"|\${path:+$path }$word|"*) path="\${path:+$path }$word" ;; esac
  done
  case "$path" in
${cases.join("\n")}
  esac
  COMPREPLY=($(compgen -W "$known" -- "$cur"))
}
complete -o default -F _landfall landfall`;
}

function fish(places: readonly Place[]): string {
  const lines = places.flatMap(({ path, commands, options }) => {
    const when = `__landfall_at '${path}'`;
    return [
      ...(commands.length > 0 ? [`complete -c landfall -n "${when}" -f -a '${commands.join(" ")}'`] : []),
      ...options.map((option) => `complete -c landfall -n "${when}" -l ${option.slice(2)}`),
    ];
  });
  return `set -g __landfall_paths ${places.map(({ path }) => `'${path}'`).join(" ")}
function __landfall_at
  set -l path ''
  for word in (commandline -opc)[2..-1]
    set -l longer (string trim "$path $word")
    contains -- "$longer" $__landfall_paths; and set path $longer
  end
  test "$path" = "$argv[1]"
end
${lines.join("\n")}`;
}
