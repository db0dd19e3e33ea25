import { spawn } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { run } from "./command.ts";
import type { Machine } from "./machine.ts";

/** Where a text stood in the process table. */
export interface Sighting {
  readonly where: "cmdline" | "environ";
  /** Whether the process was in a container of the machine. */
  readonly contained: boolean;
  /** The name of the text. */
  readonly text: string;
  /** The program, or the one of Docker that started it: buildx asks git for the commit, in its own environment. */
  readonly program: string;
}

export interface ProcessWatch {
  /** Ends the watch. */
  stop(): Promise<{ readonly looks: number; readonly sightings: readonly Sighting[] }>;
}

const report = z.object({
  looks: z.int(),
  sightings: z.array(
    z.object({ where: z.enum(["cmdline", "environ"]), contained: z.boolean(), text: z.string(), program: z.string() }),
  ),
});

/** Something that can run a shell command, as root where it can. */
type Place = Pick<Machine, "name" | "exec">;

/** Of this one only what is in no container: those may be of other labs. */
export const thisMachine: Place = { name: "here", exec: (command) => run("sh", ["-c", command]) };

/**
 * Looks through all processes of a machine again and again, half of the time, for texts on their command lines and in their
 * environments. The texts are passed in hexadecimal, so that the watch does not see itself. Perl is part of every Debian and Ubuntu.
 */
export async function watchProcesses(place: Place, texts: Readonly<Record<string, string>>): Promise<ProcessWatch> {
  const flag = `/tmp/process-watch-${place.name}-${Math.random().toString(36).slice(2)}`;
  const named = Object.entries(texts).map(([name, text]) => `${name}=${Buffer.from(text).toString("hex")}`);
  await place.exec(`: > ${flag}`);
  const watching = place.exec(`exec perl -e '${watch}' ${flag} ${named.join(" ")}`);
  watching.catch(() => {});
  return {
    stop: async () => {
      await place.exec(`rm ${flag}`);
      return report.parse(JSON.parse(await watching));
    },
  };
}

/** Shows a text in the environment of programs that live for a moment only, to see whether the watch is fast enough. */
export async function flash(text: string): Promise<void> {
  for (let count = 0; count < 20; count++) {
    const child = spawn("sleep", ["0.05"], { env: { ...process.env, FLASH: text } });
    await new Promise((resolve) => child.on("close", resolve));
    await pause(10);
  }
}

const watch = `
my ($flag, @named) = @ARGV;
my %text = map { my ($name, $hex) = split /=/; ($name => pack("H*", $hex)) } @named;
my $own = readlink "/proc/self/ns/pid";
my (%contained, %seen);
my $looks = 0;
sub content { open(my $file, "<", $_[0]) or return ""; local $/; my $all = <$file>; defined $all ? $all : "" }
sub program {
  my ($pid) = @_;
  (my $name = content("/proc/$pid/comm")) =~ s/[^\\w.-]//g;
  for (my ($at, $of) = ($pid, $name); $at; ($at) = content("/proc/$at/stat") =~ /\\) . ([0-9]+)/) {
    return $of if ($of = content("/proc/$at/comm")) =~ s/^(docker(-\\w+)?)\\n/$1/;
  }
  $name;
}
my $last = time + 900;
while (-e $flag && time < $last) {
  my ($user, $system) = times;
  $looks++;
  opendir(my $all, "/proc");
  for my $pid (grep { /^[0-9]+$/ && $_ != $$ } readdir $all) {
    $contained{$pid} = (readlink("/proc/$pid/ns/pid") || $own) ne $own unless $contained{$pid};
    next if $contained{$pid} && $flag =~ /here/;
    for my $where ("cmdline", "environ") {
      my $content = content("/proc/$pid/$where");
      for my $name (keys %text) {
        next if index($content, $text{$name}) < 0;
        my $program = program($pid);
        my $contained = $contained{$pid} ? "true" : "false";
        $seen{qq({"where":"$where","contained":$contained,"text":"$name","program":"$program"})} = 1;
      }
    }
  }
  my ($users, $systems) = times;
  select(undef, undef, undef, 0.002 + $users + $systems - $user - $system);
}
print qq({"looks":$looks,"sightings":[), join(",", sort keys %seen), "]}";
`;
