import { CONTRACT_VERSION, type EvidencePackage, type Sensor } from "@probewarden/contract";
import type { Kysely } from "kysely";
import { VERSION } from "../main/version.ts";
import { CLOCK_WRONG_MS } from "../sensors/sensor-clock.ts";
import type { StateTables } from "../store/state/tables.ts";
import type { Custody } from "./custody.ts";
import type { SubjectContent } from "./subjects/package-subject.ts";
import { MARKS } from "./subjects/when-decided.ts";

/** What stands in the manifest beside what is known of its subject. */
interface ManifestMore {
  by: string;
  now: number;
  approved: { by: string; at: number } | undefined;
  sensors: readonly Sensor[];
  custody: Custody;
}

/** What the manifest says beside the list of files: of what, with which tools, where, by which clock, by whom, why. */
export async function manifestFacts(
  db: Kysely<StateTables>,
  asked: EvidencePackage,
  content: SubjectContent,
  { by, now, approved, sensors, custody }: ManifestMore,
): Promise<object> {
  const venue = await db
    .selectFrom("venues")
    .select(["name", "time_zone", "district", "latitude", "longitude"])
    .where("venue_id", "=", content.venueId)
    .executeTakeFirstOrThrow();
  return {
    format: "probewarden-package",
    formatVersion: 1,
    packageId: asked.packageId,
    madeAt: new Date(now).toISOString(),
    tool: { name: "probewarden-collector", version: VERSION, contract: CONTRACT_VERSION },
    detectors: content.detectors,
    of: ofWhat(asked, content),
    about: content.about,
    venue: {
      venueId: content.venueId,
      name: venue.name,
      timeZone: venue.time_zone,
      district: venue.district,
      wgs84: venue.latitude === null ? null : { latitude: venue.latitude, longitude: venue.longitude },
    },
    place: content.place,
    sensors: sensors.map((sensor) => ({
      sensorId: sensor.sensorId,
      name: sensor.name,
      floorId: sensor.floorId ?? null,
      positionMetres: sensor.position ?? null,
      agent: sensor.health?.version ?? null,
      contract: sensor.contractVersion ?? null,
      captureMethod: sensor.health?.captureMethod ?? null,
      simulatedLevels: sensor.simulatedLevels,
      channelPlan: sensor.health?.listening ?? null,
      channelPlanSeconds: sensor.health?.intervalSeconds ?? null,
      clockOffsetSeconds: sensor.clockOffsetSeconds ?? null,
    })),
    clock: {
      reference: "the collector's own clock",
      source: "clockOffsetSeconds: the sensor's clock minus the collector's, median of its last reports",
      correctedBeyondSeconds: CLOCK_WRONG_MS / 1000,
    },
    persons: [
      { part: "asked for it", name: asked.askedBy, at: asked.askedAt },
      ...(approved === undefined
        ? []
        : [{ part: "approved it", name: approved.by, at: new Date(approved.at).toISOString() }]),
      { part: "took it", name: by, at: new Date(now).toISOString() },
    ],
    purpose: asked.purpose,
    legalBasis: asked.legalBasis,
    captures: content.captures,
    removedForPrivacy: content.removed,
    custodyLinesLeftOut: custody.leftOut,
    custodyEnd: custody.end,
  };
}

/** Of what it is a package; of a decision with what was decided, by whom and on what. */
function ofWhat({ suspectId, cameraId }: EvidencePackage, { decision }: SubjectContent): object {
  const subject = cameraId === undefined ? { suspectId } : { cameraId };
  if (decision === undefined) return { kind: cameraId === undefined ? "suspect" : "camera", ...subject };
  return { kind: "decision", ...subject, ...decision, marks: MARKS };
}
