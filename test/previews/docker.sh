#!/bin/sh
# Stands in for Docker on a server of previews: it knows the containers in a file, adds what is run and forgets what is removed,
# and writes down what it was asked.
echo "$*" >>"$HOME/calls"
case "$*" in
"ps --all --format container "*) cat "$HOME/containers" ;;
"ps --quiet --all --filter label=landfall.preview="*)
	sed -n "s/.*\"id\":\"\([0-9a-f]*\)\".*\"service\":\"${5#*preview=}\".*/\1/p" "$HOME/containers"
	;;
"ps --all --quiet --filter label=service="*)
	sed -n "s/.*\"id\":\"\([0-9a-f]*\)\".*\"service\":\"${5#*service=}\".*/\1/p" "$HOME/containers"
	;;
# Here Docker tells the parts of a second, which it leaves out in its list.
"inspect --format times "*)
	shift 3
	for id; do
		at=$(sed -n "/\"id\":\"$id\"/s/.*\"createdAt\":\"\([^ ]*\) \([^ ]*\) .*/\1T\2.9Z/p" "$HOME/containers")
		printf 'times {"id":"%s","createdAt":"%s","startedAt":"%s","finishedAt":"0001-01-01T00:00:00Z","restarts":0}\n' "$id" "$at" "$at"
	done
	;;
"rm --volumes "*)
	shift 2
	for id; do sed -i "/\"id\":\"$id\"/d" "$HOME/containers"; done
	;;
"stop "*)
	shift
	[ "$1" != -t ] || shift 2
	for id; do sed -i "/\"id\":\"$id\"/s/\"running\"/\"exited\"/" "$HOME/containers"; done
	;;
"run --detach "*)
	name=$(echo "$*" | sed 's/.*--name \([^ ]*\) .*/\1/')
	printf 'container {"id":"0123456789ab","name":"%s","state":"running","status":"Up","image":"x","service":"shop-pr-12","role":"web","destination":"","origin":"","address":"pr-12.example.com","ports":"","createdAt":"2027-01-01 00:00:00 +0000 UTC"}\n' "$name" >"$HOME/containers.new"
	cat "$HOME/containers" >>"$HOME/containers.new"
	mv "$HOME/containers.new" "$HOME/containers"
	;;
"inspect -f {{ .Config.Labels.service }} "*) echo shop-pr-12 ;;
"container inspect --format {{slice"*) [ -e "$HOME/broken" ] || echo 0123456789ab 0 ;;
"pull "*) while [ -e "$HOME/slow" ]; do sleep 0.1; done ;;
"network ls"*) echo 'network "kamal"' ;;
"exec kamal-proxy kamal-proxy deploy "*)
	printf 'Service         Host  Path  Target           State    TLS\n%s  x     /     0123456789ab:80  running  no\n' "$5" >"$HOME/routes"
	;;
"exec kamal-proxy kamal-proxy list") cat "$HOME/routes" ;;
"logs --timestamps "*) echo "$(cat "$HOME/since") the first line" ;;
logs*) cat "$HOME/log" ;;
esac
