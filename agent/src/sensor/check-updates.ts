import { isInstalledPackage } from "../supervisor/update/make-updates.ts";
import { UPDATE_PLACES, type UpdatePlaces } from "../update/places.ts";
import { readReleaseKey } from "../update/release-key.ts";
import type { DoctorCheck } from "./doctor-report.ts";

/** Whether the collector can have this sensor updated. A sensor that nobody updates from afar is as good as any. Reads only. */
export function checkUpdates(
  places: UpdatePlaces = UPDATE_PLACES,
  isPackage = isInstalledPackage(places),
): DoctorCheck {
  const id = "updates";
  if (!isPackage)
    return { id, state: "unknown", says: "not installed as a Debian package: it is not updated from afar" };
  if (readReleaseKey(places) !== undefined)
    return { id, state: "ok", says: "what is signed with the key of releases can be installed from afar" };
  return {
    id,
    state: "unknown",
    says: "there is no key of releases that is root's alone: it is not updated from afar",
    todo: `Build the package with --release-key, or put the public key into ${places.keys[0]} (root, 0644).`,
  };
}
