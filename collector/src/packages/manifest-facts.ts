import { CONTRACT_VERSION, type EvidencePackage, type Sensor, type SuspectDetail } from "@probewarden/contract";
import type { Kysely } from "kysely";
import type { KeptExcerpt } from "../excerpts/read-excerpts.ts";
import { VERSION } from "../main/version.ts";
import { CLOCK_WRONG_MS } from "../sensors/sensor-clock.ts";
import type { StateTables } from "../store/state/tables.ts";
import { captureFacts } from "./capture-members.ts";
import type { Custody } from "./custody.ts";
import { REMOVED } from "./privacy-notes.ts";

/** What stands in the manifest beside what is known of the suspect. */
interface ManifestMore {
  by: string;
  now: number;
  approved: { by: string; at: number } | undefined;
  excerpts: readonly KeptExcerpt[];
}

/** What the manifest says beside the list of files: what, with which tools, where, by which clock, by whom, why. */
export async function manifestFacts(
  db: Kysely<StateTables>,
  asked: EvidencePackage,
  { suspect, evidence }: SuspectDetail,
  sensors: readonly Sensor[],
  custody: Custody,
  { by, now, approved, excerpts }: ManifestMore,
): Promise<object> {
  const venue = await db
    .selectFrom("venues")
    .select(["name", "time_zone", "district", "latitude", "longitude"])
    .where("venue_id", "=", suspect.venueId)
    .executeTakeFirstOrThrow();
  const versions = new Map(evidence.map(({ detector, detectorVersion }) => [`${detector} ${detectorVersion}`, true]));
  return {
    format: "probewarden-package",
    formatVersion: 1,
    packageId: asked.packageId,
    madeAt: new Date(now).toISOString(),
    tool: { name: "probewarden-collector", version: VERSION, contract: CONTRACT_VERSION },
    detectors: [...versions.keys()].toSorted().map((text) => {
      const [detector, version] = text.split(" ");
      return { detector, version: Number(version) };
    }),
    about: {
      suspectId: suspect.suspectId,
      suspicion: suspect.suspicion,
      band: suspect.band,
      scoreDb: suspect.scoreDb,
      firstHeardAt: suspect.firstHeardAt,
      lastHeardAt: suspect.lastHeardAt,
    },
    venue: {
      venueId: suspect.venueId,
      name: venue.name,
      timeZone: venue.time_zone,
      district: venue.district,
      wgs84: venue.latitude === null ? null : { latitude: venue.latitude, longitude: venue.longitude },
    },
    place: suspect.place ?? null,
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
    captures: captureFacts(excerpts),
    removedForPrivacy: REMOVED,
    custodyLinesLeftOut: custody.leftOut,
    custodyEnd: custody.end,
  };
}
