import type { CameraCategory, CameraStep } from "@probewarden/contract";
import type { Destination } from "../classify/destinations.ts";

/** Languages of a report. */
export const REPORT_LANGUAGES = ["zh-CN", "en"] as const;
export type ReportLanguage = (typeof REPORT_LANGUAGES)[number];

/** All words of the printed page. */
export interface ReportWords {
  language: ReportLanguage;
  title: string;
  madeAt: string;
  seal: string;
  sealWhy: string;
  camera: string;
  model: string;
  firmware: string;
  notSaid: string;
  read: string;
  withAccount: string;
  asAnybody: string;
  inClear: string;
  category: string;
  proven: string;
  words: string;
  nothing: string;
  sendsTo: string;
  nowhere: string;
  denied: string;
  notRead: string;
  sent: (requests: number, refused: number) => string;
  onSite: string;
  check: readonly string[];
  signature: string;
  categories: Readonly<Record<CameraCategory, string>>;
  steps: Readonly<Record<CameraStep, string>>;
  states: Readonly<Record<Destination["state"], string>>;
}

const en: ReportWords = {
  language: "en",
  title: "Cameras: what was read",
  madeAt: "Made",
  seal: "Seal of the bundle (SHA-256)",
  sealWhy:
    "Whoever holds the bundle can show with this number that nothing in it was changed: cameras verify FILE --seal NUMBER",
  camera: "Camera",
  model: "Model",
  firmware: "Firmware",
  notSaid: "not said",
  read: "Read",
  withAccount: "with an account that its operator gave",
  asAnybody: "as anybody may",
  inClear: "A digest of the password travelled without TLS.",
  category: "Function",
  proven: "What is proven",
  words: "The camera's own words",
  nothing: "No answer names a function. This does not mean that it has none.",
  sendsTo: "Where pictures and events go",
  nowhere: "No answer names a place. This does not mean that there is none.",
  denied: "The camera says that it lacks (a licence or another setting may say otherwise)",
  notRead: "What was asked, and what was not answered",
  sent: (requests, refused) =>
    `${requests} requests were sent, each is in the bundle; ${refused} were refused. No video was opened, nothing was changed.`,
  onSite: "To be checked on site",
  check: [
    "Public area or private zone",
    "Filed with the register: number",
    "Sign at the entrance photographed",
    "Decision",
  ],
  signature: "Place, date, name",
  categories: {
    "face-recognition": "Face recognition",
    "face-detection": "Face detection",
    "body-attributes": "Body attributes",
    gait: "Gait",
    "people-counting": "People counting (a counter counts objects)",
    "person-detection": "Person detection",
    "licence-plate": "Licence plates",
    perimeter: "Perimeter",
    "motion-only": "Plain motion",
  },
  steps: {
    unknown: "unknown",
    claimed: "a model name says so",
    advertised: "an answer before login names it",
    supported: "the camera can do it; that it is set up is not shown",
    configured: "it is set up; that it runs is not shown",
    enabled: "it is set up and switched on",
    observed: "it was seen at work",
  },
  states: { can: "can be sent", set: "is set", on: "is set and switched on" },
};

const zh: ReportWords = {
  language: "zh-CN",
  title: "摄像头检查记录",
  madeAt: "生成时间",
  seal: "证据包封印（SHA-256）",
  sealWhy: "凭此数可证明证据包未被改动：cameras verify 文件 --seal 此数",
  camera: "摄像头",
  model: "型号",
  firmware: "固件",
  notSaid: "未说明",
  read: "读取方式",
  withAccount: "使用运营者提供的账号",
  asAnybody: "未登录",
  inClear: "口令摘要未经 TLS 传输。",
  category: "功能",
  proven: "已证明",
  words: "摄像头原话",
  nothing: "没有应答提到任何功能；这不等于没有。",
  sendsTo: "图片和事件发往何处",
  nowhere: "没有应答提到去处；这不等于没有。",
  denied: "摄像头自称没有（授权或其他设置可能另有说法）",
  notRead: "读取情况",
  sent: (requests, refused) =>
    `共发出 ${requests} 个请求，均在证据包内；其中 ${refused} 个被拒绝。未打开视频，未改动设置。`,
  onSite: "现场核对",
  check: ["公共区域还是私密区域", "备案：编号", "入口提示标识已拍照", "处理决定"],
  signature: "地点、日期、姓名",
  categories: {
    "face-recognition": "人脸识别",
    "face-detection": "人脸检测",
    "body-attributes": "人体属性",
    gait: "步态识别",
    "people-counting": "客流计数（计数的是目标）",
    "person-detection": "人员检测",
    "licence-plate": "车牌识别",
    perimeter: "周界",
    "motion-only": "仅移动侦测",
  },
  steps: {
    unknown: "未知",
    claimed: "型号名如此称",
    advertised: "登录前的应答已声明",
    supported: "能够做到；未证明已设置",
    configured: "已设置；未证明在运行",
    enabled: "已设置并启用",
    observed: "已观察到在工作",
  },
  states: { can: "可以发送", set: "已设置", on: "已设置并启用" },
};

export const REPORT_WORDS: Readonly<Record<ReportLanguage, ReportWords>> = { "zh-CN": zh, en };
