// Made-up cameras.
import type { Camera, CameraRecord } from "@probewarden/contract";
import { ago } from "./fixture-time.ts";

const camera = (
  cameraId: string,
  address: string,
  more: Partial<Camera["finding"]>,
  judged: Pick<Camera, "onSite" | "decision" | "reopened"> = {},
): Camera => ({
  cameraId,
  venueId: "venue-demo",
  sensorId: "sensor-atrium",
  firstSeenAt: ago(55),
  lastSeenAt: ago(3),
  ...judged,
  says: [
    {
      sensorId: "sensor-atrium",
      firstSeenAt: ago(55),
      lastSeenAt: ago(3),
      ...(more.hardware === undefined ? {} : { hardware: more.hardware }),
      ...(more.firmware === undefined ? {} : { firmware: more.firmware }),
      analytics: more.analytics ?? "kind-unknown",
      steps: (more.ladder ?? []).map(({ category, step }) => ({ category, step })),
    },
    ...(cameraId === "camera-one"
      ? [
          {
            sensorId: "sensor-food",
            firstSeenAt: ago(50),
            lastSeenAt: ago(9),
            hardware: "IPC-HDBW5442E-ZE-FaceCount",
            firmware: "2.800.0000000.11.R",
            analytics: "named" as const,
            steps: [
              { category: "face-detection" as const, step: "claimed" as const },
              { category: "people-counting" as const, step: "advertised" as const },
            ],
          },
        ]
      : []),
  ],
  differIn: cameraId === "camera-one" ? ["face-detection"] : [],
  changes: [
    { at: ago(3), what: "step", category: "face-detection", from: "claimed", to: "enabled" },
    { at: ago(40), what: "firmware", from: "2.800", to: "2.820" },
  ],
  finding: {
    cameraId,
    address,
    profiles: ["Streaming", "T"],
    analytics: "kind-unknown",
    ladder: [],
    asked: [
      { call: "get-services", outcome: "answered" },
      { call: "get-capabilities", outcome: "refused" },
    ],
    oddities: [],
    visitedAt: ago(3),
    ...more,
  },
});
export const cameras: Camera[] = [
  camera(
    "camera-one",
    "127.0.0.1",
    {
      hardware: "IPC-HDBW5442E-ZE-FaceCount",
      vendor: "Dahua",
      firmware: "2.820.0000000.18.R",
      webServer: "DNVRS-Webs",
      streamServer: "Rtsp Server/3.0",
      analytics: "named",
      ladder: [
        {
          category: "people-counting",
          step: "advertised",
          proofs: [
            {
              call: "get-services",
              quote: "http://www.onvif.org/ver20/analytics/PeopleCounting",
              answerSha256: "5".repeat(64),
              keptSha256: "6".repeat(64),
            },
          ],
        },
        {
          category: "face-detection",
          step: "enabled",
          proofs: [
            { call: "dahua-face-detection", quote: "table.VideoAnalyseRule[0][1].Enable=true (FaceDetection)" },
            { call: "probe", quote: "IPC-HDBW5442E-ZE-FaceCount" },
          ],
        },
      ],
      auditedAt: ago(3),
      sendsTo: [
        {
          way: "http",
          state: "on",
          to: "http://203.0.113.20:8080/visitors/faces",
          quote: "table.PictureHttpUpload.UploadServerList[0].Address=203.0.113.20",
        },
      ],
      oddities: [
        { code: "names-another-host", text: "names another host; only the address that answered is contacted" },
      ],
    },
    {
      onSite: { place: "public-area", filed: false, sign: "none-seen", by: "王敏", at: ago(1_500) },
      decision: {
        decision: "authorised",
        reason: "仅统计客流",
        by: "王敏",
        at: ago(1_400),
        document: "沪备 2026-7",
        until: ago(-40_000),
      },
      reopened: { at: ago(3), steps: [{ category: "face-detection", from: "claimed", step: "enabled" }] },
    },
  ),
  camera("camera-two", "127.0.0.2", { hardware: "DS-2CD2143G2", name: "HIKVISION DS-2CD2143G2" }),
  camera("camera-three", "127.0.0.3", {
    analytics: "unknown",
    profiles: [],
    asked: [{ call: "get-services", outcome: "timed-out" }],
  }),
];

const decided = (
  decision: "authorised" | "to-visit",
  reason: string,
  minutes: number,
): Omit<CameraRecord["decisions"][number], "decisionId"> => ({
  decision,
  reason,
  by: "王敏",
  at: ago(minutes),
});

/** What people wrote of a made-up camera. */
export function recordOf(cameraId: string): CameraRecord {
  const camera = cameras.find((one) => one.cameraId === cameraId);
  const { onSite, decision, reopened } = camera ?? {};
  return {
    cameraId,
    revision: 7,
    ...(onSite === undefined ? {} : { onSite }),
    ...(decision === undefined ? {} : { decision }),
    ...(reopened === undefined ? {} : { reopened }),
    decisions:
      decision === undefined
        ? []
        : [
            { decisionId: 2, ...decision },
            { decisionId: 1, ...decided("to-visit", "闭店后去看", 2_900) },
          ],
    visits: onSite === undefined ? [] : [onSite],
  };
}
