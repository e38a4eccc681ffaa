/**
 * Version of the contract. The major number stands in every topic and envelope (`v`); a sensor and a collector that differ in
 * it say so to each other (status, ack) and to a person (dashboard, doctor). Minor: fields were added.
 */
export const CONTRACT_VERSION = "1.0.0";

/** Major number of {@link CONTRACT_VERSION}, as it stands in topics and envelopes. */
export const CONTRACT_MAJOR = 1;
