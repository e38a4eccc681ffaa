import { vi } from "vitest";

/** How long a test waits for what must come: far beyond what it takes, for a machine that does something else meanwhile is no failure. */
const PATIENCE_MS = 60_000;

const patient = (options: number | { timeout?: number; interval?: number } | undefined) =>
  typeof options === "number" ? options : { timeout: PATIENCE_MS, ...options };

// Where several files are tested in one process, this file is read for each of them.
if (vi.waitFor.name !== "patientWaitFor") {
  const { waitFor, waitUntil } = vi;
  vi.waitFor = function patientWaitFor(callback, options) {
    return waitFor(callback, patient(options));
  };
  vi.waitUntil = function patientWaitUntil(callback, options) {
    return waitUntil(callback, patient(options));
  };
}
