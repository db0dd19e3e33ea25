#!/usr/bin/env bash
# What a skilled person writes by hand for this one app: build and push once, then all servers side by side, one SSH exec each.
# usage: deploy.sh SSH_CONFIG HOST...     in the app's repository, with IMAGE, VERSION and BASE in the environment
set -euo pipefail
config=$1
shift

docker buildx build --quiet --push --build-arg "BASE=$BASE" --label service=bench --tag "$IMAGE:$VERSION" .

replacements=()
for host; do
  ssh -F "$config" "$host" "IMAGE=$IMAGE VERSION=$VERSION sh -eu" <"$(dirname "$0")/replace.sh" &
  replacements+=($!)
done
for replacement in "${replacements[@]}"; do wait "$replacement"; done
