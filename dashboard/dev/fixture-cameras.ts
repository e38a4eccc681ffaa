// Made-up cameras.
import type { Camera } from "@probewarden/contract";
import { ago } from "./fixture-time.ts";

const camera = (cameraId: string, address: string, more: Partial<Camera["finding"]>): Camera => ({
  cameraId,
  venueId: "venue-demo",
  sensorId: "sensor-atrium",
  firstSeenAt: ago(55),
  lastSeenAt: ago(3),
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
  camera("camera-one", "127.0.0.1", {
    hardware: "IPC-HDBW5442E-ZE-FaceCount",
    vendor: "Dahua",
    firmware: "2.820.0000000.18.R",
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
    oddities: [{ code: "names-another-host", text: "names another host; only the address that answered is contacted" }],
  }),
  camera("camera-two", "127.0.0.2", { hardware: "DS-2CD2143G2", name: "HIKVISION DS-2CD2143G2" }),
  camera("camera-three", "127.0.0.3", {
    analytics: "unknown",
    profiles: [],
    asked: [{ call: "get-services", outcome: "timed-out" }],
  }),
];
