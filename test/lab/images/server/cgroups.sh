# Under cgroup v2 a group that holds processes cannot hand controllers to groups below it
# (kernel documentation, cgroup-v2, "No Internal Process Constraint"), so the containers' groups need an empty parent.
[ -e /sys/fs/cgroup/cgroup.controllers ] || exit 0
mkdir -p /sys/fs/cgroup/boot
while read -r process; do echo "$process" >/sys/fs/cgroup/boot/cgroup.procs 2>/dev/null || true; done </sys/fs/cgroup/cgroup.procs
for controller in $(cat /sys/fs/cgroup/cgroup.controllers); do
  echo "+$controller" >/sys/fs/cgroup/cgroup.subtree_control 2>/dev/null || true
done
