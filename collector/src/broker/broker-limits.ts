import { LIMITS } from "@probewarden/contract";

/** What the embedded broker takes of anybody, with the reason of each figure. A sensor says hello within a second on a slow line. */

/** From the TCP connection to its first octet. A client speaks first, in TLS as in MQTT; who says nothing is no client. */
export const SILENT_MS = 10_000;
/** From the first octet to the end of the TLS handshake: three round trips, and the turn of a thousand others after a power cut. */
export const HANDSHAKE_MS = 15_000;
/** From there to CONNECT, which a client sends at once. */
export const CONNECT_MS = 10_000;
/** From there until the sign-in is decided; only a login with an old, slow hash waits at all. */
export const SIGN_IN_MS = 20_000;
/** Connections that have not signed in: so many of one network, which may be a mall whose thousand sensors come back behind one address … */
export const MOST_WAITING_OF_NETWORK = 1_024;
/** … and of all together. A silent one is a socket without TLS, some kilobytes. */
export const MOST_WAITING = 2_048;
/** Sensors that are signed in, one connection each: five times what one machine's collector is made for. */
export const MOST_SENSORS = 10_000;

/** Networks are counted in so many drawers, so that whoever owns many addresses fills no memory; two honest ones rarely share one. */
export const NETWORK_DRAWERS = 16_384;
/** A network that fails more often than this in a minute is served slowly. A sensor with a wrong password tries about once a minute. */
export const FAILURES = { points: 60, duration: 60 };
/** Connections of a network in a minute before it is served slowly: a thousand sensors that all come back twice. */
export const ARRIVALS = { points: 2_500, duration: 60 };
/** A network that is served slowly: a handshake takes some two milliseconds, so that these are a twentieth of a processor. */
export const SLOW_TURNS = { points: 25, duration: 1 };
/** Connections that wait for such a turn; the rest is closed. */
export const MOST_SLOW = 512;

/** Good sign-ins of one sensor in a minute. A sensor that loses its line waits at least a second, and longer each time. */
export const SIGN_INS = { points: 60, duration: 60 };
/** Logins with an old, slow hash that wait for their turn; the others come again. */
export const MOST_SLOW_HASHES = 64;

/** Seconds of silence that a client may ask for; [MQTT-3.1.2-24] it is closed after one and a half times as many. Ours ask for 30. */
export const KEEPALIVE_SECONDS = 120;
/** A sensor that reads nothing of what it is sent is closed after this time; until then it misses what cannot be written. */
export const UNREAD_MS = 15_000;
/** Octets that may wait for a sensor to read them: a watch list and a hundred acknowledgements. */
export const UNREAD_BYTES = 64 * 1024;

/** Octets of CONNECT: two names, a password of 1,024 and a Will. Of SUBSCRIBE and the rest: the filters of one sensor take 300. */
export const CONNECT_BYTES = 4_096;
export const OTHER_BYTES = 4_096;
/** Octets of PUBLISH: the payload, and a topic of three identifiers. */
export const PUBLISH_BYTES = LIMITS.payloadBytes + 1_024;
/** Octets of a status, the one message that the broker keeps (retained) and that a Will may be. */
export const STATUS_BYTES = 1_024;

/**
 * What one sensor may send before it has to wait (its socket is not read, TCP tells it so): a backlog of an outage goes at this speed. What
 * of it is kept has bounds of its own (`intake/sensor-limits.ts`).
 */
export const OCTETS = { points: 40 * 1024 * 1024, duration: 5 };
export const PACKETS = { points: 50_000, duration: 5 };
