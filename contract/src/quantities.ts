import { Type } from "typebox";

/**
 * Numbers that a store computes with carry a bound: one absurd figure of a broken sensor would overflow a column or a sum, and the batch
 * that it came in would be refused again and again.
 */

/** How many of something in one interval: fits PostgreSQL's integer, and a million of them add up within 64 bits. */
export const Count = (description: string, minimum = 0) => Type.Integer({ minimum, maximum: 2 ** 31 - 1, description });

/** A number that rises for as long as a sensor runs, or a size in octets: exact in JSON, JavaScript and every store. */
export const LongCount = (description: string, minimum = 0) =>
  Type.Integer({ minimum, maximum: Number.MAX_SAFE_INTEGER, description });

/** A level in dBm; radiotap has one signed octet for it. */
export const LevelDbm = (description: string) => Type.Number({ minimum: -200, maximum: 200, description });

/** A centre frequency in MHz; radiotap has sixteen bits for it. 0 where nobody says. */
export const FrequencyMhz = (description: string) => Type.Number({ minimum: 0, maximum: 65_535, description });
