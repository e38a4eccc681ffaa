import type { Generated } from "kysely";

/**
 * Tables of the state store, for SQLite and PostgreSQL alike. Instants are epoch milliseconds in integers; JSON is text that was
 * checked against the contract before it was written. Migrations in `migrations/` make exactly these.
 */
export interface StateTables {
  venues: {
    venue_id: string;
    name: string;
    time_zone: string;
    floors: string /* JSON Floor[] */;
    networks: string /* JSON InventoryEntry[] */;
    /** Degrees of WGS 84; null: nobody has said where it is. */
    latitude: number | null;
    longitude: number | null;
    district: string | null;
  };
  sensors: {
    sensor_id: string;
    venue_id: string;
    floor_id: string | null;
    name: string;
    x: number | null;
    y: number | null;
    /** Hash of the MQTT password, never the password: HMAC-SHA-256 of a random secret, scrypt of what a person chose. */
    password_hash: string | null;
    /** The same password as mosquitto's `$7$` hash (PBKDF2, SHA-512), for an outside broker's password file. */
    mosquitto_hash: string | null;
    added_at: number;
    retired_at: number | null;
    status: string | null /* online | offline | stopped */;
    status_at: number | null;
    contract_version: string | null;
    last_message_at: number | null;
    clock_offset_ms: number | null;
    health: string | null /* JSON Health */;
    /** Which message `health` came in. */
    health_boot: string | null;
    health_seq: number | null;
    /** When it is its turn in a list, 0 first; see `sensors/sensor-turn.ts`. */
    turn: Generated<number>;
    /** Since when it has this turn, as far as somebody looked without a break, or the latest report since that says otherwise; null: nobody has looked yet. */
    turn_at: number | null;
    /** How many suspects it holds behind its first, where they are more than a place can hold; see `suspects/fair-share.ts`. */
    suspects_beyond: Generated<number>;
    /** Access points that came and stayed, and that it has yet to tell. */
    newcomers_waiting: Generated<number>;
  };
  /** Identity of every stored message, so that the same message twice is stored once. Compressed to ranges per boot. */
  received: { sensor_id: string; boot_id: string; first_seq: number; last_seq: number };
  /** When something of a boot last came in, to the minute; `ordinal` rises with each later boot of a sensor. */
  boots: { sensor_id: string; boot_id: string; heard_at: number; ordinal: number };
  /** What was refused to a sensor, by reason; counting begins anew after a day without. */
  sensor_refusals: { sensor_id: string; reason: string; count: number; first_at: number; last_at: number };
  /** Whose retained messages the broker is to forget; `sensor_id` is empty for what is the venue's own. */
  broker_clearances: { venue_id: string; sensor_id: string; asked_at: number };
  /** Findings as each sensor judges them now, one row per finding. */
  findings: {
    sensor_id: string;
    finding_id: string;
    venue_id: string;
    suspect_id: string /* the fused suspect */;
    suspicion: string;
    state: string;
    score_db: number;
    highest_db: number;
    band: string;
    last_heard_at: number;
    rssi_dbm: number | null;
    /** The finding with its times by the collector's clock. */
    body: string /* JSON Finding */;
    /** What its evidence observed, and of which families, sorted. */
    codes: string /* JSON string[] */;
    families: string /* JSON string[] */;
    /** Which message this is. */
    boot_id: string;
    seq: number;
    received_at: number;
    /** When a row of history was last made of it. */
    noted_at: number;
  };
  /** Every address that a finding ever named and that was not taken back. What does not stand here is kept nowhere. */
  finding_transmitters: { sensor_id: string; finding_id: string; venue_id: string; transmitter: string };
  /** History of a suspect: a row when the band or the evidence of a finding changes, or the place; else one an hour. */
  suspect_changes: {
    id: Generated<number>;
    suspect_id: string;
    at: number;
    sensor_id: string | null /* null: a new place */;
    finding_id: string | null;
    state: string;
    band: string;
    score_db: number;
    codes: string /* JSON string[] */;
    place: string | null /* JSON Place */;
  };
  /** What was known of a suspect, from when until when (null: it still is). A suspect may be gone, for it became part of another. */
  suspect_spans: {
    suspect_id: string;
    from_at: number;
    until_at: number | null;
    venue_id: string;
    suspicion: string;
    state: string /* never ended: then there is no span */;
    band: string;
    score_db: number;
    decision: string | null /* authorised | dismissed | to-visit */;
    settled: number;
    place: string | null /* JSON Place */;
  };
  suspects: {
    suspect_id: string;
    venue_id: string;
    suspicion: string;
    state: string /* active | silent | unobserved | ended */;
    /** Since when it is silent, unobserved or ended. */
    state_since: number | null;
    band: string;
    score_db: number;
    highest_db: number;
    first_heard_at: number;
    last_heard_at: number;
    transmitter_count: number;
    targets: string /* JSON string[] */;
    place: string | null /* JSON Place */;
    decision: string | null /* JSON DecisionRecord */;
    /** What the decision was about. */
    decided_on: string | null /* JSON DecidedOn */;
    /** Why it settles nothing any more. */
    reopened: string | null /* JSON Suspect["reopened"] */;
    /** Addresses that were erased because they turned out to be a station's. */
    taken_back: number;
    /** 1: a person has decided, and the decision covers what is there. It follows from `decision` and `reopened`, for the order of lists. */
    settled: Generated<number>;
    /** 0: it is among the first of some sensor, so it stands in `suspect_shares`. It follows from there, for the order of lists. */
    beyond: Generated<number>;
  };
  /** The first of each sensor's suspects in a venue; see `suspects/fair-share.ts`. */
  suspect_shares: { venue_id: string; sensor_id: string; suspect_id: string };
  /** When each sensor last heard a suspect, by its finding or by a level. */
  suspect_hearings: { suspect_id: string; sensor_id: string; heard_at: number };
  /** Which suspect a transmitter belongs to; suspects are merged by it. */
  suspect_transmitters: { venue_id: string; suspicion: string; transmitter: string; suspect_id: string };
  /** Whom suspects hit, so that each is found by it. `fusible` 1: it has not ended and nobody is accused in it, so a later finding may join it. */
  suspect_targets: { venue_id: string; target: string; suspect_id: string; suspicion: string; fusible: number };
  decisions: {
    id: Generated<number>;
    suspect_id: string;
    decision: string;
    reason: string;
    by: string;
    at: number;
    decided_on: string | null /* JSON DecidedOn */;
    document: Generated<string | null>;
    /** Until when it was to hold. */
    until_at: Generated<number | null>;
    /** The second person, where it took one. */
    approved_by: Generated<string | null>;
    file: Generated<string | null> /* JSON DecisionFile */;
    /** What was known of the suspect then; null: it was made before this was kept. */
    known: Generated<string | null> /* JSON KnownThen */;
  };
  cameras: {
    camera_id: string;
    venue_id: string;
    /** The sensor that proves most of it, or the last that did. */
    sensor_id: string;
    first_seen_at: number;
    last_seen_at: number;
    /** What all sensors say together: `fuseWords` of their words. */
    body: string /* JSON CameraFinding */;
    /** What changed and when, the newest first. */
    changes: Generated<string> /* JSON CameraChange[] */;
    /** How much it needs a person, for the order of lists: `cameraNeed` of the body. */
    need: Generated<number>;
    /** The highest step of each category that people were told of, or have decided about. */
    told: Generated<string> /* JSON Steps */;
    /** 1: a step is proven that is higher than that. It follows from `told` and `body`, so that what was held back is found again. */
    untold: Generated<number>;
    /** What a technician saw where it hangs. */
    on_site: Generated<string | null> /* JSON CameraOnSite */;
    decision: Generated<string | null> /* JSON DecisionRecord */;
    /** The steps that were proven when it was decided. */
    decided_on: Generated<string | null> /* JSON Steps */;
    /** Why the decision settles nothing any more. */
    reopened: Generated<string | null> /* JSON CameraReopened */;
    /** Rises with all that people write of it and with every change of what is proven. */
    revision: Generated<number>;
  };
  /** What each sensor says of a camera at its latest visit; a removed sensor takes it with it. */
  camera_words: {
    sensor_id: string;
    camera_id: string;
    venue_id: string;
    first_seen_at: number;
    last_seen_at: number;
    body: string /* JSON CameraFinding */;
    /** Which message of the sensor it is. */
    boot_id: string | null;
    seq: number | null;
  };
  /** All that people wrote of cameras, kept for good. */
  camera_records: {
    id: Generated<number>;
    camera_id: string;
    kind: string /* decision | on-site */;
    body: string /* JSON DecisionRecord or CameraOnSite */;
    decided_on: string | null /* JSON Steps */;
    at: number;
  };
  /** Access points that came and stayed: one row for a transmitter of a venue. */
  newcomers: {
    newcomer_id: string;
    venue_id: string;
    transmitter: string;
    name: string | null /* hex */;
    channel_mhz: number;
    first_heard_at: number;
    last_heard_at: number;
    told_at: number;
    mark: string | null /* JSON NewcomerMarkRecord */;
    /** Its place in the list: `needOf` of the mark. */
    need: number;
  };
  /** How each sensor hears one of them. Without `newcomer_id` it was taken back, and no later word of it is taken. */
  newcomer_stays: {
    sensor_id: string;
    stay_id: string;
    venue_id: string;
    newcomer_id: string | null;
    level_dbm: number;
    spread_db: number;
    hours_heard: number;
    first_heard_at: number;
    last_heard_at: number;
    /** Which message this is. */
    boot_id: string;
    seq: number;
  };
  alerts: {
    alert_id: string;
    venue_id: string;
    /** Empty: it is about a camera. */
    suspect_id: string;
    /** The camera, and which step of which category was new of it; null: it is about a suspect. */
    camera_id: Generated<string | null>;
    category: Generated<string | null>;
    step: Generated<string | null>;
    from_step: Generated<string | null>;
    /** open | closed, as `life` has it: a person settles an alert, and nothing else does. */
    state: string;
    /** The heaviest band that its suspect reached since it opened, for the order of lists; of a camera strong from *configured*. */
    band: Generated<string>;
    opened_at: number;
    closed_at: number | null;
    closed_by: string | null;
    reason: string | null;
    delivery: string;
    /** When notices were made of its last raising; null: none were yet. */
    spread_at: Generated<number | null>;
    /**
     * When both it was settled and what it was about was over, so that its age counts; of a camera when it was settled. Also of one that is to
     * open again and waits for room.
     */
    over_at: number | null;
    /** On whose word it opened; null where nobody held its suspect any more, and of alerts from before this was kept. */
    sensor_id: string | null;
    /** How it stands (`alerts/alert-life.ts`); the columns below follow from it, for lists and their indexes. */
    life: Generated<string> /* JSON Life */;
    stage: Generated<string>;
    /** How much it needs a person. */
    need: Generated<number>;
    assignee: Generated<string | null>;
    /** Rises with every step. */
    revision: Generated<number>;
    /** When people were last told: it opened, or was open again. */
    raised_at: Generated<number>;
    changed_at: Generated<number>;
    /** Who made its last step; null: nobody did, it happened. */
    changed_by: Generated<string | null>;
    /** What it is about, for the filters of the inbox: the suspicion of its suspect, or `camera`. */
    about: Generated<string>;
    /** When it is to be looked at again although nothing happens. */
    wake_at: Generated<number | null>;
    /** What stood against the suspect at a person's last step: what is beyond it is news. */
    seen_on: Generated<string | null> /* JSON {families, band} */;
    /** What kind of box its suspect is (`alerts/kind-of-box.ts`); null: like no other. */
    kind: Generated<string | null>;
  };
  /** What people did with an alert and what happened to it. A row is superseded by a later one that takes it back, and goes only with the alert. */
  alert_steps: {
    alert_id: string;
    revision: number;
    at: number;
    /** Null: nobody; it happened. */
    by: string | null;
    step: string;
    body: string /* JSON AlertEvent | MachineEvent */;
    /** The life before it, from which an undo starts. */
    before: string /* JSON Life */;
    stage: string;
    /** Revision of the step that took it back. */
    superseded_by: number | null;
  };
  /** Times in which a venue's boxes may be away without anybody being told. */
  maintenance: {
    window_id: string;
    venue_id: string;
    from_at: number;
    until_at: number;
    reason: string;
    by: string;
    at: number;
    ended_by: string | null;
  };
  /** Evidence that somebody asked for as a file. What is in it is made when it is taken, and kept nowhere. */
  evidence_packages: {
    package_id: string;
    venue_id: string;
    /** Empty: it is about a camera. */
    suspect_id: string;
    /** The camera; null: it is about a suspect. */
    camera_id: Generated<string | null>;
    /** The decision about it from which it was asked for, by its number. */
    decision_id: Generated<number | null>;
    purpose: string;
    legal_basis: string;
    asked_by: string;
    asked_at: number;
    state: string;
    taken: Generated<string> /* JSON EvidencePackage["taken"] */;
  };
  /** Frames of a suspect as one sensor sent them: a capture in which everybody else has a pseudonym. */
  frame_excerpts: {
    excerpt_id: string;
    venue_id: string;
    sensor_id: string;
    /** The suspect as the sensor calls it. */
    subject_id: string;
    received_at: number;
    /** What the sensor's clock was ahead of the collector's when it came. */
    clock_offset_ms: number;
    facts: string /* JSON: Excerpt without its capture */;
    octets: Uint8Array /* pcapng */;
  };
  /** Findings whose lines an excerpt is about. */
  frame_excerpt_findings: { excerpt_id: string; sensor_id: string; finding_id: string };
  /** Addresses that stand in an excerpt as they are, so that it can be erased with one of them. */
  frame_excerpt_addresses: { excerpt_id: string; venue_id: string; address: string };
  /** What somebody asked for that takes a second person, and the answer. It is about one suspect, camera or package. */
  approvals: {
    approval_id: string;
    venue_id: string;
    kind: string /* authorise | package */;
    suspect_id: string | null;
    camera_id: string | null;
    package_id: string | null;
    body: string /* JSON WaitingBody */;
    asked_by: string;
    asked_at: number;
    state: string /* waiting | approved | refused */;
    answered_by: string | null;
    answered_at: number | null;
    answer: string | null;
  };
  /** What takes a second person at a venue; an empty place: where nothing is said. */
  second_person: { place: string; authorise: number /* 0 | 1 */; packages: number /* 0 | 1 */ };
  /** What ails our own boxes and notices, told like an alert. */
  outages: {
    outage_id: string;
    kind: string /* sensor-silent | sensor-deaf | venue-dark | notices-fail */;
    /** Null: of no one venue. */
    venue_id: string | null;
    /** Whom it is about, in the order in which they fell silent. */
    sensors: string /* JSON string[] */;
    state: string /* open | closed */;
    opened_at: number;
    closed_at: number | null;
    closed_by: string | null;
    reason: string | null;
    delivery: string;
    /** When notices were made of it; null: none were yet. */
    spread_at: Generated<number | null>;
    /** When what it was about was over; until then no other opens for the same. */
    over_at: number | null;
  };
  /** How each collector of this database was when it last said so. */
  collectors: { name: string; at: number; body: string /* JSON Collector */ };
  /** That and how much was deleted by rule, never what. */
  deletions: { id: Generated<number>; at: number; kind: string; rows: number; until: number; rule: string };
  /** Ways by which people are told. */
  channels: {
    channel_id: string;
    kind: string;
    name: string;
    enabled: number /* 0 | 1 */;
    /** With its secrets, which must be kept readable, for they sign; the folder of the data is its owner's only. */
    settings: string /* JSON ChannelSettings */;
    rules: string /* JSON ChannelRules */;
    changed_at: number;
    changed_by: string;
    /** From when on something may be sent: later while one collector sends, or while the receiver wants to be left alone. */
    free_at: Generated<number>;
    last_sent_at: number | null;
    /** The first failure since the last success. */
    failing_since: number | null;
  };
  /** What is to be sent, and was: the durable queue and the record of it. */
  notices: {
    id: Generated<number>;
    channel_id: string;
    channel_name: string;
    sent_to: string;
    kind: string /* alerts | outages | reminder */;
    body: string /* JSON Notice */;
    state: string /* waiting | held | sent | given-up | dropped */;
    attempts: Generated<number>;
    next_at: number | null;
    created_at: number;
    done_at: number | null;
    /** The latest attempts that failed, latest first. */
    failures: Generated<string> /* JSON Try[] */;
  };
  /** Which alerts and outages a notice tells of. */
  notice_subjects: { subject_id: string; notice_id: number };
  /** When a channel is to tell of what nobody has answered by then, and how often it has. */
  reminders: { channel_id: string; subject_id: string; at: number; told: Generated<number> };
  settings: { name: string; value: string };
  /** What a person gave as a file, by a name of ours (`plans/VENUE/FLOOR`). */
  documents: { name: string; media_type: string; octets: Buffer; kept_at: number };
  users: {
    user_id: string;
    name: string;
    password_hash: string;
    created_at: number;
    roles: Generated<string> /* JSON Role[] */;
    scope: Generated<string> /* JSON Scope */;
    /** Since when nobody can sign in with it; null: it holds. */
    deactivated_at: number | null;
  };
  sessions: {
    token_hash: string;
    user_id: string;
    created_at: number;
    expires_at: number;
    /** What the browser called itself, cut. */
    client: Generated<string>;
    /** Roughly from where it was begun. */
    network: Generated<string>;
    /** 1: begun by the identity provider. */
    by_provider: Generated<number>;
  };
  /** Identities that let in with an account (`people/provider/provider-links.ts`): one of each account, and each of one account. */
  provider_links: {
    user_id: string;
    /** `iss` and `sub` as the ID token has them. */
    issuer: string;
    subject: string;
    linked_at: number;
  };
  /** Sign-ins that came back from the provider, so that none does so twice; `state_hash` opens nothing. */
  provider_returns: { state_hash: string; expires_at: number };
  /** Second steps (`people/second-steps.ts`); the secret is sealed with a key that is not in the database. */
  second_steps: {
    user_id: string;
    sealed: string;
    begun_at: number;
    /** When its first code came; null: it does not count yet. */
    confirmed_at: number | null;
    /** The latest step of 30 s whose code was taken. */
    last_step: number;
  };
  recovery_codes: { user_id: string; code_hash: string };
  /** Tokens of programs; see `people/api-tokens.ts`. */
  api_tokens: {
    token_hash: string;
    user_id: string;
    name: string;
    roles: string /* JSON Role[] */;
    scope: string /* JSON Scope */;
    may_change: number;
    created_at: number;
    expires_at: number;
    /** To the minute. */
    last_used_at: number | null;
  };
  /** One-time links; see `people/invitations.ts`. With `user_id` it gives that account another password. */
  invitations: {
    token_hash: string;
    user_id: string | null;
    name: string | null;
    roles: string /* JSON Role[] */;
    scope: string /* JSON Scope */;
    made_by: string;
    made_at: number;
    expires_at: number;
  };
  /** How far a person got with putting a sensor up; one row a sensor, made when there is something to say. Its photo is a document. */
  sensor_setups: {
    sensor_id: string;
    /** SHA-256 of the code that claims it, as hex, and until when it is good. It stays until the next one, so that it can be used twice by its user. */
    code_hash: string | null;
    code_until: number | null;
    claimed_by: string | null;
    claimed_at: number | null;
    photo_by: string | null;
    photo_at: number | null;
    heard_dbm: number | null;
    /** The minute in which it heard what a person chose, and when who asked. */
    heard_minute: number | null;
    heard_by: string | null;
    heard_at: number | null;
  };
  /** Codes by which boxes join: `sensors/join/site-codes.ts`. A row stays a week after its night, so that who comes late is told so. */
  site_codes: {
    /** Its name, which both ends compute from the code, as hex. */
    code_id: string;
    venue_id: string;
    /** The sensor whose place and history the box that joins takes over; null: each box is a sensor of its own. */
    replaces: string | null;
    /** What proofs are checked with, in base64; null from when it was made void. */
    code_key: string | null;
    uses_left: number;
    made_by: string;
    made_at: number;
    expires_at: number;
  };
  /** Which box a sensor is, of those that joined by a code. */
  sensor_boxes: {
    sensor_id: string;
    /** Hash that the box makes of its serial number, as hex. */
    box: string;
    code_id: string;
    joined_at: number;
  };
  /** What sensors were told to do, beside settings. */
  sensor_commands: {
    command_id: string;
    venue_id: string;
    sensor_id: string;
    command: string /* JSON Command */;
    given_by: string;
    issued_at: number;
    expires_at: number;
    answered_at: number | null;
    answer: string | null /* JSON Answer */;
  };
  /** How each sensor is to be set, and in which ring it is. */
  sensor_settings: {
    sensor_id: string;
    venue_id: string;
    ring: string /* canary | rest */;
    command_id: string | null;
    command: string | null /* JSON Command */;
    given_by: string | null;
    answered_at: number | null;
    answer: string | null /* JSON Answer */;
  };
  /** Versions of the sensor's program that are here, one row for each processor. */
  releases: {
    sha256: string;
    version: string;
    architecture: string;
    size: number;
    release: string /* JSON Release */;
    checked: number /* 1: its signature was held against the publisher's key */;
    whole: number /* 0: its octets are still being written, or whoever wrote them was stopped */;
    added_at: number;
  };
  /** Their octets, in parts of one size (`releases/keep-release.ts`); the last one is shorter. */
  release_pieces: { sha256: string; part: number; octets: Uint8Array };
  /** Updates of the sensors of a venue. */
  rollouts: {
    rollout_id: string;
    venue_id: string;
    version: string;
    state: string /* running | stopped | done */;
    /** Rises with every change: of two that change it at once one finds that it was too late. */
    revision: number;
    body: string /* JSON RolloutBody of `fleet/rollout/rollout.ts` */;
    started_at: number;
    changed_at: number;
    /** Null: it runs. */
    over_at: number | null;
  };
  /** Networks from which an account was signed in to, as keyed hashes of the account's name and the network. */
  known_origins: { name: string; origin: string; seen_at: number };
  /** Attempts to sign in, by the hash of who tries; `expire` in epoch milliseconds. PostgreSQL only: the embedded store's process counts in memory. */
  sign_in_attempts: { key: string; points: Generated<number>; expire: number | null };
  /** Messages that could not be accepted, with the reason; bounded. */
  dead_letters: {
    id: Generated<number>;
    received_at: number;
    topic: string;
    reason: string;
    detail: string;
    bytes: number;
    sha256: string;
  };
  /** Who did what (`people/audit.ts`). Without `seq` a line stands beside the chain, and somebody else wrote it. */
  audit: {
    id: Generated<number>;
    at: number;
    by: string;
    action: string;
    subject: string;
    seq: Generated<number | null>;
    /** The link before, and its own. */
    before: Generated<string | null>;
    hash: Generated<string | null>;
  };
  /** The last link, in one row; whoever writes a line changes it first. */
  audit_head: { name: string; seq: number; hash: string };
  /** Addresses whose levels the series store has yet to erase; a row goes when it has. */
  series_erasures: { venue_id: string; transmitter: string; asked_at: number };
  watch_entries: { venue_id: string; transmitter: string; suspect_id: string; expires_at: number };
}
