# Bait: the sensor asks for networks that exist nowhere; airbase-ng answers for them, and the access point beside it does not.
label about "the agent sends bait on a radio of its own, and tells a collector who answers"
label must "accuse the attacker's BSSID of answering for a name that only the sensor asked for"
label must_not "accuse the access point beside it"
ATTACK_AT=5
radios 5
VENUE_SIZE=1
venue 1
box 1 "$BOX_ADDRESS_1" "${BOX_DBM:--58}"
wire

sensor_config "mqtt://$COLLECTOR" <<CONF
  country: CN
  sendCanaries: { responsible: Wang Fang, everyMinutes: 1 }
CONF
ether
$AGENT doctor --config /run/agent.yaml --json >/out/sensor/doctor.json 2>/out/sensor/doctor.err || echo "exit $?" >>/out/sensor/doctor.err
say "doctor has looked"
$AGENT run --config /run/agent.yaml 2>/out/sensor/run.log &
agent_pid=$!
wait_for 300 grep -q "frames are heard" /out/sensor/run.log || die "the sensor does not listen"
record
at "$ATTACK_AT"
attacker "$BOX_ADDRESS_1"
attack karma airbase-ng -a "$BOX_ADDRESS_1" -P -C 30 -c "$CHANNEL" box1
# Once a minute, and the channels take turns.
asked_here="\"channelMhz\":$((2407 + 5 * CHANNEL)),.*bait was sent"
wait_for 300 grep -q "$asked_here" /out/sensor/run.log || die "no bait on the box's channel"
say "bait is on the box's channel"
# While the sensor goes on.
wait_for 120 knows answered-bait || die "the collector hears of nobody who answers bait"
say "the collector knows"
SECONDS_OF_AIR=$(($(cut -d. -f1 /proc/uptime) - start_uptime))
kill -TERM $agent_pid
wait $agent_pid || echo "exit $?" >>/out/sensor/run.log
finish
