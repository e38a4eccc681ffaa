import type { SuspectChange } from "@probewarden/contract";

/** Evidence that a row has and the row before it, of the same sensor, had not; and the other way round. A first row changes nothing. */
export function changeOf(
  change: SuspectChange,
  before: SuspectChange | undefined,
): { appeared: string[]; gone: string[] } {
  if (change.sensorId === undefined) return { appeared: [], gone: [] };
  const was = before?.codes ?? [];
  return {
    appeared: change.codes.filter((code) => !was.includes(code)),
    gone: was.filter((code) => !change.codes.includes(code)),
  };
}
