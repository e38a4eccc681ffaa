const now = Date.now();

/** So many minutes before the fixtures were made, as the API writes instants. */
export const ago = (minutes: number): string => new Date(now - minutes * 60_000).toISOString();

/** A network's name as the API writes it: its octets. */
export const hex = (text: string): string => Buffer.from(text, "utf8").toString("hex");
