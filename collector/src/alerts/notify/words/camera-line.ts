import type { CameraCategory, CameraStep } from "@probewarden/contract";
import type { CameraLine } from "../line-data.ts";
import type { Both, NoticeLine } from "../notice.ts";
import { momentText, oneLine, partsOfAny, printableBoth } from "./alert-line.ts";

/** What only the words for people need of a camera. */
export interface CameraWords {
  timeZone: string;
  /** Model or name as the camera says it, where it does. */
  model?: string;
  address: string;
}

// The words of the screens (dashboard/src/text): who reads an alert and opens its page must find the same ones there.
const CATEGORIES: Readonly<Record<CameraCategory, Both>> = {
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
const STEPS: Readonly<Record<CameraStep, Both>> = {
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
function cameraLineText(line: CameraLine, words: CameraWords | undefined): string {
  const { category, from, step, cameraId } = line;
  const camera = words === undefined ? cameraId : [words.model, words.address].filter(Boolean).join(" ");
  const what =
    `摄像头 · ${CATEGORIES[category].zh}：${STEPS[from].zh} → ${STEPS[step].zh} · ${camera}` +
    ` / camera · ${CATEGORIES[category].en}: ${STEPS[from].en} → ${STEPS[step].en}`;
  return oneLine(line, what, momentText(words?.timeZone ?? "UTC", line.openedAt));
}

/** What to do when a camera's step is told. */
const TODO = {
  zh: "打开链接认领，核对备案与告知标识",
  en: "open the link and take it; check its filing and the signs on site",
};

/** An alert of a camera, to be told. */
export function cameraLine(line: CameraLine, words: CameraWords | undefined, take: string | undefined): NoticeLine {
  const { category, from, step, cameraId } = line;
  const camera = words === undefined ? cameraId : [words.model, words.address].filter(Boolean).join(" ");
  const steps = (language: keyof Both): string => `${STEPS[from][language]} → ${STEPS[step][language]}`;
  return {
    ...partsOfAny(line, words?.timeZone ?? "UTC", take),
    what: { zh: `摄像头 · ${CATEGORIES[category].zh}`, en: `camera · ${CATEGORIES[category].en}` },
    where: printableBoth({ zh: camera, en: camera }),
    sure: { zh: steps("zh"), en: steps("en") },
    todo: TODO,
    text: cameraLineText(line, words),
  };
}
