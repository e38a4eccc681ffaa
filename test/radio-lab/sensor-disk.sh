#!/bin/bash
# Packs this machine's Node and the built agent with what it needs at run time into a disk for the guest.
#   sensor-disk.sh OUT.ext4
# Needs e2fsprogs (mke2fs), and `npm ci` done.
set -euo pipefail
PATH=$PATH:/sbin:/usr/sbin
out=$1
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
staging=$(mktemp -d)
trap 'rm -rf "$staging"' EXIT

mkdir -p "$staging/bin" "$staging/lib"
node=$(readlink -f "$(command -v node)")
cp "$node" "$staging/bin/node"
# The guest has only the libraries of its own programs.
ldd "$node" | awk '/libstdc|libgcc|libatomic/ { print $3 }' | xargs -r cp -L -t "$staging/lib"

# The agent, the workspaces that it imports and its run-time dependencies: what `npm ci --workspace agent --omit=dev` brings.
cd "$root"
paths=$(npm ls --workspace agent --omit=dev --all --parseable 2>/dev/null | sort -u) ||
  { echo "sensor-disk: what is installed is not what package-lock.json says: npm ci" >&2; exit 3; }
while read -r path; do
  [ "$path" = "$root" ] && continue
  case $path in *-musl) continue ;; esac
  mkdir -p "$staging/app/${path#"$root"/}"
  cp -rL "$path/." "$staging/app/${path#"$root"/}/"
done <<<"$paths"
find "$staging/app" -maxdepth 4 \( -name src -o -name '*.map' \) -path '*probewarden*' -exec rm -rf {} +
rm -f "$out"
mke2fs -q -t ext4 -L sensor -d "$staging" "$out" "$(($(du -sm "$staging" | cut -f1) * 5 / 4 + 16))M"
