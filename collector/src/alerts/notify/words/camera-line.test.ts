import { expect, test } from "vitest";
import type { CameraLine } from "../line-data.ts";
import { cameraLine } from "./camera-line.ts";

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
  const words = { timeZone: "Asia/Shanghai", model: "IPC-X1", address: "10.0.0.9" };
  const { text, data, sure } = cameraLine(line, words, undefined);
  expect(text).toBe(
    "演示商场 Demo mall | 摄像头 · 人脸检测：支持 → 已启用 · IPC-X1 10.0.0.9 / camera · face detection: supported → enabled | 2026-11-24 16:00 (Asia/Shanghai) | https://probewarden.example/cameras/cam",
  );
  expect(data).toEqual(line);
  expect(sure).toEqual({ zh: "支持 → 已启用", en: "supported → enabled" });
});

test("a model that would end the line or colour a terminal is told as it is spelt, and a camera that was forgotten by its id", () => {
  const words = { timeZone: "UTC", model: "IPC\nall is well\u001b[2J\u202e", address: "10.0.0.9" };
  const { text, where } = cameraLine(line, words, undefined);
  for (const sign of ["\n", "\u001b", "\u202e"]) expect(text + where?.zh).not.toContain(sign);
  expect(cameraLine(line, undefined, undefined).text).toContain("cam");
});
