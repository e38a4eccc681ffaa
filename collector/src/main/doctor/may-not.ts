import type { DoctorCheck } from "./report.ts";

/** What the system says to who may not look. */
export const isRefusedByRights = (error: unknown): boolean =>
  error instanceof Error && "code" in error && (error.code === "EACCES" || error.code === "EPERM");

/** A place that this user may not look into: nobody knows how it is, which is not "ok". `uid`: to whom it belongs, where that can be seen. */
export const mayNotLook = (id: string, place: string, uid?: number): DoctorCheck => ({
  id,
  state: "unknown",
  says: `this user may not look at ${place}${uid === undefined ? "" : `, which belongs to user ${uid}`}`,
  todo: uid === undefined ? "run doctor with sudo" : `run doctor with sudo, or as that user (sudo -u '#${uid}')`,
});
