import { expect, test } from "vitest";
import { cameraLineText } from "./camera-line.ts";
import { webhookMessage, type CameraLine } from "./webhook-message.ts";

const line: CameraLine = {
  alertId: "a",
  venueId: "mall",
  venueName: "演示商场 Demo mall",
  cameraId: "cam",
  category: "face-detection",
  from: "supported",
  step: "enabled",
  openedAt: "2026-11-24T08:00:00.000Z",
  url: "https://probewarden.example/cameras/cam",
};

test("people are told which function climbed from where to where, of which camera, and when at the venue, with a link", () => {
  const text = cameraLineText(line, { timeZone: "Asia/Shanghai", model: "IPC-X1", address: "10.0.0.9" });
  expect(text).toBe(
    "演示商场 Demo mall | 摄像头 · 人脸检测：支持 → 已启用 · IPC-X1 10.0.0.9 / camera · face detection: supported → enabled | 2026-11-24 16:00 (Asia/Shanghai) | https://probewarden.example/cameras/cam",
  );
  const { alerts } = JSON.parse(webhookMessage([{ line, text }])) as { alerts: unknown[] };
  expect(alerts).toEqual([line]);
});

test("a model that would end the line or colour a terminal is told as it is spelt, and a camera that was forgotten by its id", () => {
  const text = cameraLineText(line, { timeZone: "UTC", model: "IPC\nall is well\u001b[2J\u202e", address: "10.0.0.9" });
  for (const sign of ["\n", "\u001b", "\u202e"]) expect(text).not.toContain(sign);
  expect(cameraLineText(line, undefined)).toContain("cam");
});
