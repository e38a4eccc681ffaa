#!/bin/bash
# A machine with systemd on this machine's own programs: a copy-on-write view of the root, with its own processes, network, users and /run.
# LOWER is another root in its place, such as a clean Debian; PROJECT, where it is given, the folder that is seen at /opt/probewarden.
# Nothing of the host is changed, and no virtual machine is needed.
#   machine.sh WORK      boots; runs until it is killed. WORK/pid holds the process identifier of its systemd. What it has written stays in
#                        WORK/disk, so that a second call with the same WORK is a reboot.
# Needs root, systemd, overlayfs, cgroup 2 (as a hybrid hierarchy too) and util-linux.
set -euo pipefail
work=$1
mkdir -p "$work"
mountpoint -q "$work" || mount -t tmpfs tmpfs "$work"
mkdir -p "$work"/{disk,overlay,root}
cgroups=/sys/fs/cgroup
[ "$(stat -fc %T $cgroups)" = cgroup2fs ] || cgroups=$cgroups/unified
own=$cgroups/probewarden-systemd-$$
mkdir -p "$own"
echo $$ >"$own/cgroup.procs"
export work LOWER="${LOWER:-/}" PROJECT="${PROJECT:-}"
exec unshare --mount --pid --uts --ipc --net --cgroup --fork --kill-child --propagation private bash -euc '
root=$work/root
mount -t overlay overlay -o "lowerdir=$LOWER,upperdir=$work/disk,workdir=$work/overlay" "$root"
mount -t proc proc "$root/proc"
mount -t sysfs sysfs "$root/sys"
mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
mount -t tmpfs tmpfs "$root/run"
mount -t tmpfs tmpfs "$root/tmp"
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
for device in null zero full random urandom tty; do
  touch "$root/dev/$device"
  mount --bind "/dev/$device" "$root/dev/$device"
done
mkdir -p "$root"/dev/{pts,shm}
mount -t devpts -o newinstance devpts "$root/dev/pts"
mount -t tmpfs tmpfs "$root/dev/shm"
ln -s pts/ptmx "$root/dev/ptmx"
ln -s /proc/self/fd "$root/dev/fd"
if [ -n "$PROJECT" ]; then
  mkdir -p "$root/opt/probewarden"
  mount --bind "$PROJECT" "$root/opt/probewarden"
fi
ip link set lo up
cd "$root"
mkdir -p .host
pivot_root . .host
umount -l /.host
# As PID 1 does it on a machine: what a unit mounts for itself must reach it.
mount --make-rshared /
exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin container=probewarden-test TERM=dumb /lib/systemd/systemd --system systemd.unit=multi-user.target
'
