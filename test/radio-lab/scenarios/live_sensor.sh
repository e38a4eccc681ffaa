# A live sensor: the agent itself takes a managed interface, hops, and meets a KARMA box; the recording is beside it.
label about "the agent on a radio of its own: doctor, run on three channels, SIGTERM, audit"
label must "accuse the attacker's BSSID; put the interface back into managed mode"
SECONDS_OF_AIR=${LISTEN_SECONDS:-120}
ATTACK_AT=20
radios 16
VENUE_SIZE=2
venue 2
phones ${PHONES:-5} 2
box 1 "$BOX_ADDRESS_1" "${BOX_DBM:--58}"

mkdir -p /out/sensor /run/probewarden /run/outbox
cat >/run/agent.yaml <<CONF
sensorId: lab-sensor
venueId: radio-lab
dataDir: /run/outbox
runtimeDir: /run/probewarden
mqtt: { url: "mqtt://127.0.0.1:1" }
radio: { interface: wlansensor, channels: [1, 6, 11], dwellMilliseconds: 250, capture: ${CAPTURE:-auto} }
cameras: { enabled: false }
CONF
AGENT="env LD_LIBRARY_PATH=/sensor/lib /sensor/bin/node /sensor/app/node_modules/@probewarden/agent/bin/probewarden-agent.js"

# The sensor's own radio: a managed interface, as an adapter that has just been plugged in.
next_radio
ip link set "$interface" down
ip link set "$interface" name wlansensor
$AGENT doctor --config /run/agent.yaml --json >/out/sensor/doctor.json 2>/out/sensor/doctor.err || echo "exit $?" >>/out/sensor/doctor.err
$AGENT run --config /run/agent.yaml 2>/out/sensor/run.log &
agent_pid=$!
# The guest's processor is emulated: everything is counted from the moment in which the sensor listens.
wait_for 300 grep -q "frames are heard" /out/sensor/run.log || die "the sensor does not listen"
record
at "$ATTACK_AT"
attacker "$BOX_ADDRESS_1"
attack karma python3 /lab/responder.py onebssid --interface box1 --address "$BOX_ADDRESS_1" --channel "$CHANNEL" --seed "$SEED" ${RESPONDER_OPTIONS:-}
at "$((SECONDS_OF_AIR - 5))"
iw dev >/out/sensor/iw-dev-while.txt
kill -TERM $agent_pid
wait $agent_pid || echo "exit $?" >>/out/sensor/run.log
iw dev >/out/sensor/iw-dev-after.txt
finish
$AGENT audit --config /run/agent.yaml >/out/sensor/audit.jsonl 2>/out/sensor/audit.err || echo "exit $?" >>/out/sensor/audit.err
