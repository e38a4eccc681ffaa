/** Packages that stay where npm put them: native code, and what only the supervisor loads. */
export const LEFT_OUTSIDE = ["libsql", "mqtt", "pcap", "pino"];
