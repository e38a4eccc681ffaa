#!/bin/bash
# Radio lab: real Wi-Fi programs on virtual radios (mac80211_hwsim) in a small qemu guest.
# One scenario in, one monitor-mode capture and its labels out. Nothing is installed on the host
# and no kernel module is loaded there.
#
# Host packages (Debian 12): qemu-system-x86 tshark python3 cpio kmod dpkg apt
#
#   radio-lab.sh build                          fetch packages, make kernel and initramfs, unless that was done
#   radio-lab.sh list                           names of the scenarios
#   radio-lab.sh run SCENARIO OUT.pcap [SEED]   record one scenario; writes OUT.json beside it
#
# Environment:
#   RADIO_LAB_CACHE      where build keeps its files         (default ./.radio-lab)
#   RADIO_LAB_SCENARIOS  more folders of scenarios, ':' between them, searched first
#   RADIO_LAB_POOL       a file of names, vendors, channels  (default guest/pool.txt)
#   RADIO_LAB_PARAMS     settings for the scenario, e.g. "SECONDS_OF_AIR=30; RATE=2" (the scenario files show their names)
#   RADIO_LAB_ONE_CLOCK  1: leave the one clock that all virtual access points share (see clocks.py)
#   RADIO_LAB_DISK       an ext4 image that the guest mounts read-only at /sensor (sensor-disk.sh makes it)
#   RADIO_LAB_COLLECTOR  port of this machine's loopback on which a collector listens: the guest gets a wire on which this machine is 10.77.0.2,
#                        no route beyond it, and today's date
#   RADIO_LAB_KEEP_LOG   a file for the guest's console log  (default: shown only on failure)
#
# Exit codes: 0 done; 2 wrong use; 3 something is missing on the host or not built;
#             4 the guest failed or gave no capture; 5 recorded, but a check of the content failed.
set -euo pipefail
PATH=$PATH:/sbin:/usr/sbin

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=${RADIO_LAB_CACHE:-./.radio-lab}

# What the guest runs. apt resolves the dependencies; the prune list below drops what never runs.
guest_packages=(linux-image-amd64 busybox-static dash kmod iproute2 iw hostapd wpasupplicant
  aircrack-ng mdk4 tcpdump wireless-regdb python3-minimal libpython3-stdlib)
# Dependencies of dependencies that no scenario runs.
unused_packages='^(perl|libperl|udev|fonts-|fontconfig|dpkg|passwd|tar_|adduser|libx11|libcairo|initramfs|linux-base|crda|debconf|systemd|libdb5|mime-support|media-types|ucf|sensible)'
guest_modules=(virtio_pci virtio_blk mac80211_hwsim ext4 crc32c_generic ccm ctr cmac gcm aesni_intel aes_generic
  michael_mic arc4 virtio_rng virtio_net tun)

work=
trap '[ -z "$work" ] || rm -rf "$work"' EXIT

say() { printf 'radio-lab: %s\n' "$*" >&2; }
fail() { local code=$1; shift; say "$*"; exit "$code"; }

need() {
  local tool
  for tool in "$@"; do
    command -v "$tool" >/dev/null ||
      fail 3 "$tool is missing; install the packages named at the top of radio-lab.sh"
  done
}

# The folders that hold scenarios, the caller's own first.
scenario_folders() { printf '%s\n' "${RADIO_LAB_SCENARIOS:-}" | tr ':' '\n' | sed '/^$/d'; echo "$here/scenarios"; }

find_scenario() {
  local folder
  while read -r folder; do
    [ -f "$folder/$1.sh" ] && { echo "$folder/$1.sh"; return; }
  done < <(scenario_folders)
  return 1
}

list() {
  local folder file
  while read -r folder; do
    for file in "$folder"/*.sh; do
      [ -f "$file" ] && printf '%-20s %s\n' "$(basename "$file" .sh)" "$(sed -n 's/^# //p;T;q' "$file")"
    done
  done < <(scenario_folders)
}

# What kernel and initramfs are made by: what another recipe has made may lack a module or a program.
recipe() { { declare -f build; declare -p guest_packages unused_packages guest_modules; cat "$here/guest/init"; } | sha256sum; }

build() {
  need apt-get dpkg-deb cpio depmod python3
  mkdir -p "$cache/debs/partial"
  [ "$(recipe)" != "$(cat "$cache/recipe" 2>/dev/null)" ] || return 0
  local root version
  work=$(mktemp -d "$cache/build.XXXXXX")

  say "fetching packages"
  rm -f "$cache"/debs/*.deb   # an older version of a package would be unpacked beside the newer one
  # An empty status file makes apt resolve as for an empty machine, so libraries come along too.
  : >"$work/status"
  apt-get -o Dir::State::status="$(realpath "$work/status")" -o Dir::Cache::archives="$(realpath "$cache/debs")" \
    -o APT::Install-Recommends=false -o APT::Sandbox::User=root -o Debug::NoLocking=1 \
    -qq -y --download-only install "${guest_packages[@]}" >"$work/apt.log" 2>&1 ||
    { tail -5 "$work/apt.log" >&2; fail 3 "apt-get could not fetch the packages (run apt-get update first?)"; }

  say "unpacking"
  root=$work/root
  mkdir -p "$work/kernel" "$root"
  local deb name
  for deb in "$cache"/debs/*.deb; do
    name=$(basename "$deb")
    [[ $name =~ $unused_packages ]] && continue
    case $name in
      linux-image-[0-9]*) dpkg-deb -x "$deb" "$work/kernel" ;;
      coreutils_*) dpkg-deb --fsys-tarfile "$deb" | tar -x -C "$root" ./bin/date ;; # busybox date has no %N
      *) dpkg-deb -x "$deb" "$root" ;;
    esac
  done
  version=$(basename "$work"/kernel/lib/modules/*)

  # Only the modules named above and what they depend on.
  depmod -b "$work/kernel" "$version"
  local module path
  for module in "${guest_modules[@]}"; do
    modprobe -d "$work/kernel" -S "$version" --show-depends "$module" 2>/dev/null || true
  done | awk '$1 == "insmod" { print $2 }' | sort -u >"$work/modules"
  while read -r path; do
    path=lib/modules/$version/${path##*/lib/modules/$version/}
    install -D -m 644 "$work/kernel/$path" "$root/$path"
  done <"$work/modules"
  cp "$work/kernel/lib/modules/$version"/modules.{order,builtin,builtin.modinfo} "$root/lib/modules/$version/"
  depmod -b "$root" "$version"

  # TCG is slow and the whole root lives in memory: drop documents, data and unused Python parts.
  rm -rf "$root"/usr/share "$root"/usr/lib/x86_64-linux-gnu/{perl,perl5,gconv,krb5,engines-3} \
    "$root"/usr/lib/{udev,systemd,tmpfiles.d} "$root"/lib/{udev,systemd} "$root"/var "$root"/usr/include \
    "$root"/usr/lib/python3*/{test,idlelib,lib2to3,distutils,ensurepip,pydoc_data,unittest,xml,sqlite3,asyncio,email,http,multiprocessing} \
    "$root"/usr/bin/perl* "$root"/etc/{init.d,default}
  # The console programs of busybox under their own names, where no package brought the real one.
  mkdir -p "$root"/{bin,sbin,usr/bin,usr/sbin,proc,sys,dev,tmp,run,out,lab,var/run}
  local applet
  for applet in $("$root/bin/busybox" --list); do
    [ -e "$root/bin/$applet" ] || [ -e "$root/sbin/$applet" ] || [ -e "$root/usr/bin/$applet" ] ||
      [ -e "$root/usr/sbin/$applet" ] || ln -s /bin/busybox "$root/bin/$applet"
  done
  echo "root:x:0:0:root:/:/bin/sh" >"$root/etc/passwd"
  echo "root:x:0:" >"$root/etc/group"
  # What update-alternatives would have linked.
  ln -s regulatory.db-debian "$root/lib/firmware/regulatory.db"
  ln -s regulatory.db.p7s-debian "$root/lib/firmware/regulatory.db.p7s"
  install -m 755 "$here/guest/init" "$root/init"
  # Bytecode made here saves about a second per start of Python in the guest.
  python3 -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' &&
    python3 -m compileall -q -s "$root" "$root/usr/lib/python3.11" >/dev/null 2>&1 || true

  say "packing"
  (cd "$root" && find . -print0 | cpio --null -o -H newc -R 0:0 --quiet) >"$cache/initramfs.cpio"
  cp "$work"/kernel/boot/vmlinuz-* "$cache/vmlinuz"
  echo "$version" >"$cache/kernel-version"
  recipe >"$cache/recipe"
  # Which program versions a recording was made with: goes into every label file.
  (cd "$cache/debs" && ls | sed -n -E 's/^(linux-image-[0-9][^_]*|hostapd|wpasupplicant|aircrack-ng|mdk4|iw|tcpdump)_([^_]*)_.*/\1 \2/p' | sed 's/%3a/:/') >"$cache/versions"
  say "built for Linux $version: $(du -h "$cache/initramfs.cpio" | cut -f1) initramfs in $cache"
}

run() {
  [ $# -ge 2 ] && [ $# -le 3 ] || fail 2 "use: radio-lab.sh run SCENARIO OUT.pcap [SEED]"
  local name=$1 out=$2 seed=${3:-1} scenario limit
  [[ $out == *.pcap ]] || fail 2 "the output name must end in .pcap"
  [[ $seed =~ ^[0-9]+$ ]] || fail 2 "the seed must be a whole number"
  need qemu-system-x86_64 tshark python3
  scenario=$(find_scenario "$name") || fail 2 "no scenario '$name' (radio-lab.sh list shows them)"
  [ "$(recipe)" = "$(cat "$cache/recipe" 2>/dev/null)" ] || fail 3 "not built yet, or by another radio-lab.sh: run radio-lab.sh build"

  work=$(mktemp -d "${TMPDIR:-/tmp}/radio-lab.XXXXXX")
  # In: the guest's programs, the scenario and its settings, as a tar on the first disk.
  mkdir "$work/lab"
  cp "$here"/guest/*.* "$work/lab/"
  cp "$scenario" "$work/lab/scenario.sh"
  [ -z "${RADIO_LAB_POOL:-}" ] || cp "$RADIO_LAB_POOL" "$work/lab/pool.txt"
  {
    printf "SCENARIO='%s'\nSEED=%s\n" "$name" "$seed"
    local setting
    while read -r setting; do
      [ -z "$setting" ] || printf "%s='%s'\n" "${setting%%=*}" "${setting#*=}"
    done < <(tr ';' '\n' <<<"${RADIO_LAB_PARAMS:-}")
  } >"$work/lab/settings.sh"
  # A start time that follows from the seed: two runs with one seed carry the same dates.
  local epoch=$((1767258000 + (seed % 300) * 86400 + (seed * 7919) % 28800)) net=()
  if [ -n "${RADIO_LAB_COLLECTOR:-}" ]; then
    [[ $RADIO_LAB_COLLECTOR =~ ^[0-9]+$ ]] || fail 2 "RADIO_LAB_COLLECTOR must be a port"
    # A collector does not believe findings of another year.
    epoch=$(date +%s)
    net=(-device virtio-net-pci,netdev=wire -netdev user,id=wire,net=10.77.0.0/24)
    printf 'COLLECTOR=10.77.0.2:%s\n' "$RADIO_LAB_COLLECTOR" >>"$work/lab/settings.sh"
  fi
  tar -C "$work" -cf "$work/in.tar" lab
  truncate -s %10240 "$work/in.tar"
  local disk=()
  [ -z "${RADIO_LAB_DISK:-}" ] || disk=(-drive "file=$RADIO_LAB_DISK,format=raw,if=virtio,readonly=on")
  # Out: a tar written by the guest on the second disk.
  truncate -s 96M "$work/out.tar"

  limit=${RADIO_LAB_LIMIT:-900}
  # One instruction takes 4 ns of the guest's time, however long it takes here: on a busy machine the guest's clock waits for its processor, and what happens in
  # the guest happens in the same order and at the same distances. While it idles, its time is ours.
  if ! timeout "$limit" qemu-system-x86_64 -machine q35 -accel tcg,thread=single -icount shift=2 -cpu max -smp 1 -m 1536 \
    -nodefaults -no-reboot -display none -serial stdio -device virtio-rng-pci \
    -rtc "base=$(date -u -d "@$epoch" +%Y-%m-%dT%H:%M:%S),clock=vm" \
    -kernel "$cache/vmlinuz" -initrd "$cache/initramfs.cpio" \
    -append "console=ttyS0 quiet panic=-1 mitigations=off random.trust_cpu=on tsc=reliable nokaslr" \
    -drive "file=$work/in.tar,format=raw,if=virtio,readonly=on" \
    -drive "file=$work/out.tar,format=raw,if=virtio" "${disk[@]}" "${net[@]}" </dev/null >"$work/console.log" 2>&1; then
    tail -20 "$work/console.log" >&2
    fail 4 "the guest stopped with an error or ran longer than $limit s"
  fi
  [ -z "${RADIO_LAB_KEEP_LOG:-}" ] || cp "$work/console.log" "$RADIO_LAB_KEEP_LOG"
  mkdir "$work/out"
  if ! tar -C "$work/out" -xf "$work/out.tar" 2>/dev/null || [ ! -s "$work/out/capture.pcap" ]; then
    tail -40 "$work/console.log" >&2
    fail 4 "the guest gave no capture"
  fi
  [ -s "$work/out/failed" ] && { tail -40 "$work/console.log" >&2; fail 4 "scenario '$name' failed: $(cat "$work/out/failed")"; }
  mkdir -p "$(dirname "$out")"
  cp "$work/out/capture.pcap" "$out"
  [ ! -d "$work/out/sensor" ] || cp -r "$work/out/sensor" "${out%.pcap}-sensor"
  python3 -B "$here/label.py" --labels "$work/out/labels" --versions "$cache/versions" --capture "$out" ${RADIO_LAB_ONE_CLOCK:+--one-clock} --json "${out%.pcap}.json" ||
    fail 5 "recorded, but the content is not what the scenario promises: see \"verified\" in ${out%.pcap}.json"
  say "$name seed $seed: $(du -h "$out" | cut -f1) in $out"
}

case ${1:-} in
  build) build ;;
  list) list ;;
  run) shift; run "$@" ;;
  *) sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p}' "${BASH_SOURCE[0]}" >&2; exit 2 ;;
esac
