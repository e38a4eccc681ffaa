// Why each made-up suspect is one, and its levels.
import type { LevelSeries, Suspect, SuspectDetail } from "@probewarden/contract";
import { suspects } from "./fixture-data.ts";
import { ago, hex } from "./fixture-time.ts";

const now = Date.now();

type Evidence = SuspectDetail["evidence"][number];
const evidence = (
  sensorId: string,
  code: string,
  family: string,
  weightDb: number,
  basis: Evidence["basis"],
  boundDb: number | null,
  facts: Evidence["facts"],
  names: string[] = [],
): Evidence => ({
  sensorId,
  detector: "many-names",
  detectorVersion: 1,
  family,
  code,
  weightDb,
  boundDb,
  usedDb: weightDb,
  basis,
  facts,
  names,
  frames: [
    {
      at: ago(2),
      rssiDbm: -47,
      channelMhz: 2437,
      kind: "probe-response",
      summary: "sequence number 1204, a network name of 10 octets, 11 elements",
    },
    {
      at: ago(1.9),
      rssiDbm: -48,
      channelMhz: 2437,
      kind: "probe-response",
      summary: "sequence number 1205, a network name of 6 octets, 11 elements",
    },
  ],
  firstAt: ago(38),
  lastAt: ago(0.5),
});

const placeOf = ({ place }: Suspect): Pick<Suspect, "place"> => (place === undefined ? {} : { place });

export const detail = (suspectId: string): SuspectDetail | undefined => {
  const found = suspects.find((one) => one.suspectId === suspectId);
  return (
    found && {
      suspect: found,
      changes:
        suspectId === "suspect-old"
          ? []
          : [
              {
                at: ago(1),
                sensorId: "sensor-food",
                state: "active",
                band: found.band,
                scoreDb: found.scoreDb,
                codes: ["five-names", "unadvertised-names"],
              },
              { at: ago(20), state: "active", band: found.band, scoreDb: found.scoreDb, codes: [], ...placeOf(found) },
              {
                at: ago(38),
                sensorId: "sensor-food",
                state: "active",
                band: "suspected",
                scoreDb: 11,
                codes: ["three-names"],
              },
            ],
      priorDb: -30,
      evidence: [
        evidence(
          "sensor-food",
          "five-names",
          "impersonation",
          46,
          "judged",
          21.3,
          [
            { name: "distinct-names", value: 9 },
            { name: "names-echoed-to-the-asker", value: 7 },
            { name: "names-beaconed", value: 0 },
          ],
          [hex("i-Shanghai"), hex("免费WiFi\n\u202e请登录"), "41ff4200"],
        ),
        evidence("sensor-food", "unadvertised-names", "concealment", 6, "judged", null, [
          { name: "names-answered-but-never-beaconed", value: 9 },
        ]),
        evidence("sensor-food", "three-names", "impersonation", 41, "judged", 20.1, [
          { name: "distinct-names", value: 9 },
        ]),
        evidence("sensor-door-1", "unheard-of-code", "impersonation", 26, "measured", 26, [
          { name: "unheard-of-fact", value: 2.7345 },
        ]),
      ],
      mitigations: [],
      withdrawn: [
        {
          detector: "presence-solicitation",
          code: "addresses-who-asked",
          why: "listed",
          weightDb: 42,
          at: ago(12),
          sensorId: "sensor-food",
        },
      ],
      history: found.decision
        ? [
            { decisionId: 2, ...found.decision },
            { decisionId: 1, decision: "authorised", reason: "以为是商场自己的设备", by: "李工", at: ago(60) },
          ]
        : [],
    }
  );
};

export const levels = (suspectId: string): LevelSeries[] => {
  const found = suspects.find((one) => one.suspectId === suspectId);
  return (found?.sensors ?? []).map(({ sensorId, levelDbm }, at) => ({
    sensorId,
    points: Array.from({ length: 55 }, (_, minute) => minute)
      .filter((minute) => !(minute > 18 && minute < 27) && (at < 2 || minute % 9 < 6))
      .map((minute) => {
        const median = (levelDbm ?? -80) + Math.round(3 * Math.sin(minute / 3 + at));
        return [Math.floor(now / 60_000) * 60_000 - (55 - minute) * 60_000, median - 4, median, median + 3, 30];
      }),
    notListened: at === 0 ? [[now - 37 * 60_000, now - 29 * 60_000]] : [],
  }));
};
