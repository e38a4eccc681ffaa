# Attacks by the tools that attackers use, one after the other, heard by a sensor that hops; what it finds goes to a collector on this machine.
label about "the agent on a radio of its own meets mdk4, aireplay-ng and airbase-ng, and tells a collector"
label must "report forced disconnection at both access points; accuse the KARMA box's BSSID"
label must_not "accuse the access points"
ATTACK_AT=10
radios 9
VENUE_SIZE=2
venue 2
phones 4 4
box 1 "$BOX_ADDRESS_1" "${BOX_DBM:--50}"
wire
sensor_config "mqtt://$COLLECTOR" </dev/null
$AGENT run --config /run/agent.yaml 2>/out/sensor/run.log &
agent_pid=$!
wait_for 300 grep -q "frames are heard" /out/sensor/run.log || die "the sensor does not listen"
record
at "$ATTACK_AT"
spoofed "$AP_ADDRESS_1" "$AP_ADDRESS_2"
attack deauth mdk4 box1 d -B "$AP_ADDRESS_1" -s 8
wait_for 120 knows "$AP_ADDRESS_1" || die "the collector does not hear of mdk4"
kill $attack_pid
attack deauth aireplay-ng -D -0 8 -a "$AP_ADDRESS_2" box1
wait_for 120 knows "$AP_ADDRESS_2" || die "the collector does not hear of aireplay-ng"
kill $attack_pid 2>/dev/null || true
attacker "$BOX_ADDRESS_1"
attack karma airbase-ng -a "$BOX_ADDRESS_1" -P -C 30 -c "$CHANNEL" box1
wait_for 180 knows "$BOX_ADDRESS_1" || die "the collector does not hear of airbase-ng"
SECONDS_OF_AIR=$(($(cut -d. -f1 /proc/uptime) - start_uptime))
kill -TERM $agent_pid
wait $agent_pid || echo "exit $?" >>/out/sensor/run.log
finish
