const AT = 1_795_000_000_123;
const of = { venue_id: "mall", suspect_id: "box", suspicion: "probe-box" };
const by = { sensor_id: "north", boot_id: "b1" };
const closing = { closed_at: AT + 1, closed_by: "officer", reason: "away", over_at: AT + 2, delivery: "sent" };
const ADDRESS = "02:00:00:aa:bb:01";
const PLACE =
  '{"floorId":"ground","position":{"x":1,"y":2},"radiusMetres":3,"method":"grid","nearestSensorId":"north"}';
const DECISION = '{"decision":"dismissed","reason":"ours 明","by":"officer","at":"2026-11-24T08:00:00.000Z"}';

/** The migration up to which {@link FILLED} was made: the state of the version before. */
export const FILLED_AT = "0024-own-health";

/** A row of every table as that version wrote it, those first that others refer to, with every column filled. */
export const FILLED: Readonly<Record<string, readonly Record<string, unknown>[]>> = {
  venues: [
    {
      venue_id: "mall",
      name: "Mall 明",
      time_zone: "Asia/Shanghai",
      floors: '[{"floorId":"ground","name":"Ground","widthMetres":60,"heightMetres":40}]',
      networks: "[]",
    },
    { venue_id: "quiet", name: "Quiet", time_zone: "Etc/UTC", floors: "[]", networks: "[]" },
  ],
  sensors: [
    {
      sensor_id: "north",
      venue_id: "mall",
      floor_id: "ground",
      name: "North",
      x: 1.5,
      y: 2.5,
      password_hash: "h",
      mosquitto_hash: "m",
      added_at: 1,
      retired_at: null,
      status: "online",
      status_at: AT,
      contract_version: "1.0.0",
      last_message_at: AT,
      clock_offset_ms: -1_000,
      health: '{"problems":[]}',
      health_boot: "b1",
      health_seq: 7,
    },
    { sensor_id: "gone", venue_id: "mall", name: "Gone", added_at: 1, retired_at: AT },
  ],
  received: [{ ...by, first_seq: 1, last_seq: 2 ** 40 }],
  boots: [{ ...by, heard_at: AT, ordinal: 3 }],
  suspects: [
    {
      ...of,
      state: "active",
      state_since: AT,
      band: "strong",
      score_db: 22.5,
      highest_db: 23.5,
      first_heard_at: 1,
      last_heard_at: AT,
      transmitter_count: 1,
      targets: "[]",
      place: PLACE,
      decision: DECISION,
      decided_on: `{"transmitters":["${ADDRESS}"],"families":["names"],"band":"strong"}`,
      reopened: null,
      taken_back: 1,
      settled: 1,
    },
  ],
  findings: [
    {
      ...of,
      ...by,
      finding_id: "f-1",
      state: "heard",
      score_db: 22.5,
      highest_db: 23.5,
      band: "strong",
      last_heard_at: AT,
      rssi_dbm: -61,
      body: `{"findingId":"f-1","transmitters":["${ADDRESS}"]}`,
      codes: '["five-names"]',
      families: '["names"]',
      seq: 7,
      received_at: AT,
      noted_at: AT,
    },
  ],
  finding_transmitters: [{ sensor_id: "north", finding_id: "f-1", venue_id: "mall", transmitter: ADDRESS }],
  suspect_transmitters: [{ ...of, transmitter: ADDRESS }],
  suspect_targets: [{ ...of, target: "02:00:00:00:00:07", fusible: 0 }],
  suspect_hearings: [{ suspect_id: "box", sensor_id: "north", heard_at: AT }],
  suspect_changes: [
    {
      suspect_id: "box",
      at: AT,
      sensor_id: "north",
      finding_id: "f-1",
      state: "active",
      band: "strong",
      score_db: 22.5,
      codes: '["five-names"]',
      place: PLACE,
    },
  ],
  decisions: [{ suspect_id: "box", decision: "dismissed", reason: "ours 明", by: "officer", at: AT, decided_on: "{}" }],
  alerts: [{ ...closing, alert_id: "a-1", venue_id: "mall", suspect_id: "box", state: "closed", opened_at: AT }],
  outages: [
    {
      ...closing,
      outage_id: "o-1",
      kind: "sensor-silent",
      venue_id: "mall",
      sensors: '["north"]',
      state: "closed",
      opened_at: AT,
    },
  ],
  cameras: [
    {
      ...by,
      camera_id: "cam",
      venue_id: "mall",
      first_seen_at: 1,
      last_seen_at: AT,
      body: '{"cameraId":"cam"}',
      seq: 6,
    },
  ],
  collectors: [{ name: "server:8080", at: AT, body: "{}" }],
  deletions: [{ at: AT, kind: "findings", rows: 12, until: 1 }],
  webhook_queue: [{ body: "{}", alert_ids: '["a-1"]', attempts: 2, next_at: AT, created_at: 1 }],
  webhook_failures: [{ at: AT, message: "answered 500", details: "{}", attempts: 1 }],
  settings: [{ name: "watch.made-for", value: "x" }],
  documents: [{ name: "plans/mall/ground", media_type: "image/png", octets: Buffer.from([0, 255, 1]), kept_at: AT }],
  users: [{ user_id: "u-1", name: "officer", password_hash: "h", created_at: 1 }],
  sessions: [{ token_hash: "t", user_id: "u-1", created_at: 1, expires_at: AT }],
  known_origins: [{ name: "n", origin: "o", seen_at: AT }],
  dead_letters: [{ received_at: AT, topic: "t", reason: "json", detail: "d", bytes: 12, sha256: "s" }],
  audit: [{ at: AT, by: "officer", action: "suspect-decided", subject: "box" }],
  series_erasures: [{ venue_id: "mall", transmitter: ADDRESS, asked_at: AT }],
  watch_entries: [{ venue_id: "mall", transmitter: ADDRESS, suspect_id: "box", expires_at: AT }],
};
