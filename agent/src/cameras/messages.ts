import type { CameraFinding, HealthProblem } from "@probewarden/contract";

/** What the camera process tells the supervisor: what it has classified as a camera, and counts. JSON lines over the AF_UNIX socket. */
export type CameraReport =
  | { type: "hello"; part: "cameras"; pid: number; run: string }
  | { type: "camera"; at: string; body: CameraFinding }
  | { type: "health"; body: { dropped: Record<string, number>; problems: HealthProblem[] } };
