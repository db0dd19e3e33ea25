/** A command of Kamal's that Landfall does not run as it is. */
export interface Difference {
  /** What Kamal runs; an ellipsis stands for any end. */
  readonly kamal: string;
  /** What runs instead; none where nothing has to. */
  readonly ours?: string;
  readonly because: string;
}

/** Where the lists part ways, in the order of Kamal's. Placeholders are those of the recording. */
export const differences: readonly Difference[] = [
  { kamal: "docker --version", because: "it is asked beside reading deploy.yml, before there is a plan" },
  { kamal: "docker buildx version", because: "it is asked beside reading deploy.yml, before there is a plan" },
  {
    kamal: "docker login %REGISTRY% -u %USERNAME% -p %PASSWORD%",
    ours: "docker login %REGISTRY% -u %USERNAME% --password-stdin",
    because: "whoever is on the machine can read a process's arguments",
  },
  {
    kamal: "git -C %CLONES% clone %APP% --recurse-submodules",
    ours: "git clone --quiet --no-checkout %APP% %CLONE%",
    because: "the revision that the version names is checked out next, even if HEAD has moved",
  },
  { kamal: "/usr/bin/env", because: "the environment is passed on without asking for it" },
  { kamal: "cd %CLONE%", because: "a program is started where it belongs, without a shell" },
  { kamal: "git -C %CLONE% status --porcelain", because: "the clone is always fresh" },
  {
    kamal: "git -C %CLONE% rev-parse HEAD",
    ours: "git -C %CLONE% checkout --quiet --detach %VERSION%",
    because: "the revision is given, not asked for",
  },
  { kamal: "docker image rm --force %IMAGE%:%VERSION%", because: "a tag that has moved is moved by the pull, too" },
  {
    kamal: "docker pull %IMAGE%:%VERSION%",
    ours: "docker pull --quiet %IMAGE%:%VERSION%",
    because: "nobody watches the progress bars of a log",
  },
  { kamal: "echo %LOCK% …", because: "printf writes the same without another line feed" },
  { kamal: "docker inspect kamal-proxy --format {{.Config.Image}}", because: "the look at the server has told" },
  { kamal: "awk -F: {print $NF}", because: "the look at the server has told" },
  { kamal: "docker ps --filter label=service=app --filter label=destination= …", because: "the look at the server has told" },
  { kamal: "sh -c docker ps --latest …", because: "the look at the server has told" },
  { kamal: "read line", because: "the look at the server has told" },
  { kamal: "echo ${line#app-web-}", because: "the look at the server has told" },
  { kamal: "head -1", because: "the look at the server has told" },
  {
    kamal: "docker container ls --all --filter name=^app-web-%VERSION%$ --quiet",
    ours: "docker container inspect --format {{slice .Id 0 12}} {{.State.Pid}} app-web-%VERSION%",
    because: "the container's process is wanted, too, to know when it listens",
  },
  {
    kamal: "docker container ls --all --filter name=^app-web-%OLD_VERSION%$ --quiet",
    because: "the look at the server has told the old container's id, which stays when it is renamed",
  },
  { kamal: "xargs docker stop", ours: "docker stop 0123456789ab", because: "the id is known" },
  { kamal: "docker ps -q -a --filter label=service=app …", because: "the look under the lock has told what is there" },
  { kamal: "tail -n +6", because: "the look under the lock has told what is there" },
  { kamal: "read container_id", because: "the look under the lock has told what is there" },
  { kamal: "docker rm $container_id", ours: "docker rm 5123456789ab", because: "the ids are known" },
  { kamal: "docker image prune --force --filter label=service=app", because: "images without a tag are removed by their ids" },
  { kamal: "docker image ls --filter label=service=app …", because: "the look under the lock has told what is there" },
  { kamal: "docker container ls -a --format {{.Image}}\\| …", because: "the look under the lock has told what is there" },
  { kamal: "tr -d \\n", because: "the look under the lock has told what is there" },
  { kamal: "grep -v -w $(docker container ls …", because: "the look under the lock has told what is there" },
  { kamal: "read image tag", because: "the look under the lock has told what is there" },
  { kamal: "docker rmi $tag", ours: "docker rmi %IMAGE%:0", because: "the tags are known" },
];

/** What Landfall runs on servers besides, apart from the shell's own means. */
export const additions: readonly { readonly ours: string; readonly because: string }[] = [
  { ours: "docker network inspect kamal", because: "another deploy may have made the network at the same time" },
  { ours: "docker ps --all --format …", because: "a look again under the lock: another deploy may have ended meanwhile" },
  { ours: "docker image ls --digests --filter reference=%IMAGE% --format …", because: "a look again under the lock" },
  { ours: "docker ps --all --quiet --filter label=service=app", because: "a last look: does all of it still run?" },
  { ours: "xargs -r docker inspect --format times …", because: "a last look: has it been started again?" },
  { ours: "docker exec kamal-proxy kamal-proxy list", because: "a last look: does it get the traffic?" },
  { ours: "docker container inspect --format {{.State.Status}} {{.RestartCount}} …", because: "a last look: does it stay up?" },
  ...[
    "docker container inspect --format {{slice .Id 0 12}} {{.State.Pid}} {{.Created}} …",
    "docker container inspect --format container …",
    "docker version --format server …",
    "docker image inspect --format image …",
    "docker events --since …",
    "docker logs --timestamps …",
    "docker logs --since …",
    "docker exec kamal-proxy sh -c …",
  ].map((ours) => ({ ours, because: "where it does not, Landfall asks why" })),
  { ours: "mv .kamal/app-deploys.jsonl.next .kamal/app-deploys.jsonl", because: "a record of the deploy is kept" },
  { ours: "rm -r .kamal/lock-app", because: "a lock whose details cannot be written is given back" },
  { ours: "mv .kamal/apps/app/env/roles/web.env.new .kamal/apps/app/env/roles/web.env", because: "Kamal uploads the env file" },
];
