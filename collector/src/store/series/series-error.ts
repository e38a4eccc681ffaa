/**
 * A write or read of the series failed. `kind`: `unavailable` (try again later), `full` (the disk), `permanent` (the same rows will
 * never be taken, so trying again is of no use).
 */
export class SeriesStoreError extends Error {
  override readonly name = "SeriesStoreError";
  readonly kind: "unavailable" | "full" | "permanent";

  constructor(kind: "unavailable" | "full" | "permanent", message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.kind = kind;
  }
}
