# Runs on a server: pulls the new version, starts it, sends it the traffic and stops the old one.
name=bench-web-$VERSION
docker pull --quiet "$IMAGE:$VERSION"
old=$(docker ps --quiet --filter label=service=bench)
docker run --detach --restart unless-stopped --name "$name" --network kamal --env-file bench.env --env KAMAL_VERSION="$VERSION" \
  --label service=bench --label role=web --label destination= "$IMAGE:$VERSION"
docker exec kamal-proxy kamal-proxy deploy bench-web --target="$name:80" --deploy-timeout=30s --drain-timeout=30s
[ -z "$old" ] || docker stop $old
