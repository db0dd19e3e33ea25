/** A command of Kamal's that Landfall does not run as it is. */
export interface CommandDifference {
  readonly kamal: RegExp;
  /** What runs instead, with what the pattern found; none where nothing has to. */
  readonly ours?: string;
  /** Of which of Kamal's commands; of any if absent. */
  readonly of?: RegExp;
  readonly because: string;
}

/** The first that fits counts. */
export const differences: readonly CommandDifference[] = [
  {
    kamal: /^docker login (.*)-u (\S+) -p \S+$/,
    ours: "docker login $1-u $2 --password-stdin",
    because: "whoever is on the server can read a process's arguments",
  },
  { kamal: /^read line$/, because: "cut takes the prefix off every line" },
  { kamal: /^echo \$\{line#.*\}$/, because: "cut takes the prefix off every line" },
  {
    kamal: /^(docker ps --latest) --format \{\{\.Names\}\}(.*)$/,
    ours: "$1 --quiet$2",
    of: /^app (start|stop)/,
    because: "the id is what is needed, and not the name",
  },
  {
    kamal: /^(docker exec kamal-proxy kamal-proxy deploy .*--target=)ID:(.*)$/,
    ours: "$1$id:$2",
    because: "the server finds the id out by itself",
  },
  {
    kamal: /^(echo .* on app version )999( >> .*)$/,
    ours: "$1$version$2",
    of: /^app exec --reuse ls/,
    because: "on each server it is the version there, not the one on the primary host",
  },
  {
    kamal: /^docker exec (\S+)-999 ls$/,
    ours: "docker exec $name ls",
    of: /^app exec --reuse ls/,
    because: "on each server it is the container there",
  },
  {
    kamal: /^grep x\.y -i$/,
    ours: "grep -i -e x.y",
    because: "a pattern that begins with a dash is a pattern, too",
  },
  {
    kamal: /^docker container ls .*-OLD\$ --quiet$/,
    of: /^app stale_containers --stop/,
    because: "a container can be stopped by its name",
  },
  {
    kamal: /^xargs docker stop( .*)?$/,
    of: /^app stale_containers --stop/,
    because: "a container can be stopped by its name",
  },
  { kamal: /^xargs docker (.*)$/, ours: "xargs -r docker $1", because: "where nothing is found, there is nothing to do" },
  {
    kamal: /^rm -r (\.kamal\/apps\/(.+))$/,
    ours: "rm -rf $1 .kamal/proxy/apps-config/$2",
    because: "what is gone already is no failure",
  },
  { kamal: /^rm -r \.kamal\/proxy\/apps-config\/.+$/, because: "it goes with the app's other directory" },
  { kamal: /^read container_id$/, ours: "read -r id", because: "it is a loop of ours" },
  { kamal: /^docker rm \$container_id$/, ours: "docker rm $id", because: "it is a loop of ours" },
  { kamal: /^read image tag$/, ours: "read -r tag", because: "the id is not needed" },
  {
    kamal: /^(docker image ls .*) --format \{\{\.ID\}\} (.*)$/,
    ours: "$1 --format $2",
    because: "the id is not needed",
  },
  {
    kamal: /^docker container ls -a --format \{\{\.Image\}\}\\\| (.*)$/,
    ours: "docker container ls --all --format {{.Image}} $1",
    because: "names are compared as they are, not as patterns in which a dot is any character",
  },
  { kamal: /^tr -d \\n$/, because: "names are compared as they are, a line each" },
  { kamal: /^grep -v -w .*$/, ours: "grep -vxF -e $keep", because: "names are compared as they are, a line each" },
];

/** What Landfall runs besides, on servers. */
export const additions: readonly { readonly ours: RegExp; readonly because: string }[] = [
  { ours: /^docker version$/, because: "a Docker that does not answer is seen, where a pipe would hide it" },
  { ours: /^date -u /, because: "audit lines are stamped by the server's clock" },
  { ours: /^(cut|head|true|exit|echo|printf|\[)( |$)/, because: "they are the shell's own means, and change nothing" },
  { ours: /^set \+e$/, because: "what was typed goes on after a failure, as it would by itself" },
  { ours: /^grep -vxF -e \$\(/, because: "what serves is left out on the server itself" },
  { ours: /^for version in /, because: "stale versions are gone through on the server itself" },
  { ours: /^docker stop (-t \d+ )?\S+-\$version$/, because: "a container can be stopped by its name" },
  { ours: /^grep -v :<none>\$$/, because: "an image without a tag has no name to remove it by" },
  { ours: /^docker image ls --filter reference=/, because: "it is within the question what serves" },
];
