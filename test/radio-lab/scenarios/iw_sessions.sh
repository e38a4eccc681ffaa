# What ip and iw answer to the sensor's own commands on mac80211_hwsim: fixtures of agent/src/radio/control.
label about "no air: what ip and iw print"
label must "say nothing"
mkdir -p /out/sensor
session() { name=$1; }
# tell COMMAND…: runs it and notes the line, what it printed and its exit code.
tell() {
  code=0
  { echo "\$ $*"; "$@" 2>&1 || code=$?; echo "exit $code"; } >>"/out/sensor/$name.txt"
}

session version
tell iw --version
tell uname -r
radios 2
iw reg set "${COUNTRY:-CN}"
sleep 1
ip link set wlan0 down

session phy
tell iw phy#0 info

session managed-down
tell iw dev
tell ip -o link show dev wlan0
tell ip link set wlan0 down
tell iw dev wlan0 set type monitor
tell ip link set wlan0 up
for channel in 1 6 11 165; do tell iw dev wlan0 set channel $channel; done
tell iw dev
tell ip link set wlan0 down
tell iw dev wlan0 set type managed
tell ip link set wlan0 down

session managed-up
ip link set wlan0 up
tell iw dev
tell ip -o link show dev wlan0
tell iw dev wlan0 set type monitor
tell ip link set wlan0 down
tell iw dev wlan0 set type monitor
tell ip link set wlan0 up
for channel in 1 6 11; do tell iw dev wlan0 set channel $channel; done
tell iw dev
tell ip link set wlan0 down
tell iw dev wlan0 set type managed
tell ip link set wlan0 up

session monitor-already
ip link set wlan0 down
iw dev wlan0 set type monitor
ip link set wlan0 up
iw dev wlan0 set channel 36
tell iw dev
tell ip -o link show dev wlan0
tell ip link set wlan0 up
for channel in 1 6 11; do tell iw dev wlan0 set channel $channel; done
tell iw dev
tell iw dev wlan0 set freq 5180
tell ip link set wlan0 up
tell iw dev wlan0 info

# Another interface of the same radio is in use on its channel: the driver refuses to leave it.
session channel-held
iw phy phy0 interface add ap0 type managed
ip link set ap0 address 02:00:00:00:00:01
printf 'interface=ap0\ndriver=nl80211\nssid=held\nhw_mode=g\nchannel=6\n' >/run/held.conf
hostapd -B /run/held.conf >/dev/null
tell iw dev
tell ip -o link show dev wlan0
tell ip link set wlan0 up
for channel in 1 6 11; do tell iw dev wlan0 set channel $channel; done
tell iw dev
tell ip link set wlan0 up

session interface-gone
killall hostapd 2>/dev/null || true
sleep 1
rmmod mac80211_hwsim
tell iw dev
tell ip link set wlan0 up
tell iw dev wlan0 set channel 6

# The lab wants a recording: one without frames.
printf '\324\303\262\241\002\000\004\000\000\000\000\000\000\000\000\000\000\000\004\000\177\000\000\000' >/out/capture.pcap
