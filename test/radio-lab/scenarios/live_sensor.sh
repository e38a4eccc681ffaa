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

# Nobody listens at that port: what it would tell waits, and can be read.
sensor_config mqtt://127.0.0.1:1 <<CONF
  capture: ${CAPTURE:-auto}
CONF
ether
$AGENT doctor --config /run/agent.yaml --json >/out/sensor/doctor.json 2>/out/sensor/doctor.err || echo "exit $?" >>/out/sensor/doctor.err
say "doctor has looked"
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
