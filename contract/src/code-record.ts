import { Type, type TSchema } from "typebox";
import { CodeName } from "./brands.ts";

/** Values by a name of ours. Closed: JSON Schema lets a key that misses the pattern pass otherwise, and a key could hold an address. */
export const CodeRecord = <T extends TSchema>(
  key: string,
  value: T,
  options: { maxProperties: number; description: string },
) => Type.Record(CodeName(key), value, { ...options, additionalProperties: false });
