import { type Shell, sh } from "../shell/sh.ts";

/**
 * Wait, for so many seconds at most, for what runs have left on a server whose deployer is gone: a step goes on without it to its end,
 * and may move traffic then. Its shell is called as engine/lane.ts calls them; and as nothing is left of the sshd that started
 * it, the first process has become its parent.
 */
export const awaitLeftovers = (seconds: number): Shell => sh`deadline=$(($(date +%s) + ${seconds}))
while [ "$(date +%s)" -lt $deadline ]; do
parents=$(for process in $(grep -ls ${"landfall-[0-9a-f]\\{8\\}"} /proc/[0-9]*/cmdline | cut -d / -f 3); do cut -d ' ' -f 4 /proc/$process/stat 2>/dev/null || true; done)
echo "$parents" | grep -qx 1 || break
sleep 1
done`;
