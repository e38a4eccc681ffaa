import type { CameraCategory, CameraStep } from "@probewarden/contract";
import { momentText, oneLine, type CameraLine } from "./webhook-message.ts";

/** What only the words for people need of a camera. */
export interface CameraWords {
  timeZone: string;
  /** Model or name as the camera says it, where it does. */
  model?: string;
  address: string;
}

// The words of the screens (dashboard/src/text): who reads an alert and opens its page must find the same ones there.
const CATEGORIES: Readonly<Record<CameraCategory, { zh: string; en: string }>> = {
  "face-recognition": { zh: "人脸识别", en: "face recognition" },
  "face-detection": { zh: "人脸检测", en: "face detection" },
  "body-attributes": { zh: "人体属性", en: "body attributes" },
  gait: { zh: "步态识别", en: "gait" },
  "people-counting": { zh: "客流计数", en: "people counting" },
  "person-detection": { zh: "人员检测", en: "person detection" },
  "licence-plate": { zh: "车牌识别", en: "licence plates" },
  perimeter: { zh: "周界", en: "perimeter" },
  "motion-only": { zh: "仅移动侦测", en: "motion only" },
};
const STEPS: Readonly<Record<CameraStep, { zh: string; en: string }>> = {
  unknown: { zh: "未知", en: "unknown" },
  claimed: { zh: "型号名如此称", en: "claimed by the model name" },
  advertised: { zh: "登录前的应答已声明", en: "advertised before login" },
  supported: { zh: "支持", en: "supported" },
  configured: { zh: "已配置", en: "configured" },
  enabled: { zh: "已启用", en: "enabled" },
  observed: { zh: "已观察到", en: "observed" },
};

/**
 * One line for people, in both languages: which function, from which step to which, of which camera, when at the venue, and its page.
 * @param words absent: the camera was forgotten meanwhile, and is told by its id
 */
export function cameraLineText(line: CameraLine, words: CameraWords | undefined): string {
  const { category, from, step, cameraId } = line;
  const camera = words === undefined ? cameraId : [words.model, words.address].filter(Boolean).join(" ");
  const what =
    `摄像头 · ${CATEGORIES[category].zh}：${STEPS[from].zh} → ${STEPS[step].zh} · ${camera}` +
    ` / camera · ${CATEGORIES[category].en}: ${STEPS[from].en} → ${STEPS[step].en}`;
  return oneLine(line, what, momentText(words?.timeZone ?? "UTC", line.openedAt));
}
