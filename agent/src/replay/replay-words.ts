import type { Finding } from "@probewarden/contract";
import { enAccusation, zhAccusation, type AccusationWords } from "@probewarden/contract/words";
import type { Notice } from "../radio/dot11/frame.ts";

/** Languages in which `replay` speaks to a person. */
export const REPLAY_LANGUAGES = ["zh", "en"] as const;
export type ReplayLanguage = (typeof REPLAY_LANGUAGES)[number];

/** The language that the environment asks for, as POSIX says: the first of these that is set. English where none speaks of Chinese. */
export const languageOf = (environment: Readonly<Record<string, string | undefined>>): ReplayLanguage =>
  /^zh/i.test(environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || "") ? "zh" : "en";

/** All words of a replay for a person; those for what is accused are the screens' own. */
export interface ReplayWords {
  accusation: AccusationWords;
  state: Readonly<Record<Finding["state"], string>>;
  frames: (frames: number, seconds: number | undefined, skipped: string) => string;
  /** Habits of a radio or a file that were allowed for. */
  noticed: Readonly<Record<Notice, string>>;
  noticedFrames: (frames: number, what: string) => string;
  cut: (octet: number) => string;
  nobody: string;
  after: (seconds: number) => string;
  more: (count: number) => string;
  hidden: string;
  behind: (addresses: number) => string;
  against: (targets: string) => string;
  sameDevice: (entry: number) => string;
  prior: string;
  total: string;
  highest: (decibans: string) => string;
  notAdded: string;
  innocent: string;
  causes: (detector: string, causes: string) => string;
  scale: string;
}

const en: ReplayWords = {
  accusation: enAccusation,
  state: { opened: "begins", changed: "changes", heard: "still heard", ended: "ends" },
  frames: (frames, seconds, skipped) =>
    `${frames} frames ${seconds === undefined ? "in a time that the file does not tell" : `in ${seconds} s`}${skipped === "" ? "" : `, skipped: ${skipped}`}`,
  noticed: {
    "fcs-announced-but-absent":
      "their header announces a checksum that is not there; they were read to their last octet",
    "fcs-never-right":
      "their checksum is there and wrong, as in all of this file or radio (addresses were exchanged, or it is no checksum); they were read without it",
    "fcs-not-announced": "they end with a checksum that nothing announces; they were read without it",
    "radiotap-not-announced":
      "they begin with a radiotap header, although the file says that there is none (link type 105); it was read",
    "time-impossible": "their time stamp cannot be true (before 1990 or after 2100); it was not believed",
  },
  noticedFrames: (frames, what) => `${frames} frames: ${what}.`,
  cut: (octet) => `The file is cut or damaged at octet ${octet}.`,
  nobody: "Nobody is suspected.",
  after: (seconds) => `${seconds} s into the recording`,
  more: (count) => `and ${count} more`,
  hidden: "a hidden sender",
  behind: (addresses) => ` behind ${addresses === 1 ? "a station's address" : `${addresses} addresses`}`,
  against: (targets) => ` against ${targets}`,
  sameDevice: (entry) => `the same device as ${entry}.`,
  prior: "Starting point, before any evidence",
  total: "Score",
  highest: (decibans) => ` (highest reached: ${decibans})`,
  notAdded: "Not added, for within one family only the heaviest line counts:",
  innocent: "Innocent if:",
  causes: (detector, causes) => `${detector}: ${causes}`,
  scale:
    "Weights in dB. An order, not a probability: watch from -10, moderate evidence from +10, strong from +20. All of this is suspicion; a person decides.",
};

const zh: ReplayWords = {
  accusation: zhAccusation,
  state: { opened: "出现", changed: "变化", heard: "仍在", ended: "结束" },
  frames: (frames, seconds, skipped) =>
    `共 ${frames} 帧，${seconds === undefined ? "文件没有记下时间" : `历时 ${seconds} 秒`}${skipped === "" ? "" : `；未读：${skipped}`}`,
  noticed: {
    "fcs-announced-but-absent": "帧头说有校验码，其实没有；已读到最后一个字节",
    "fcs-never-right": "校验码全都不对（地址被替换过，或那并不是校验码）；已不看校验码读取",
    "fcs-not-announced": "帧尾有没有说明的校验码；已去掉后读取",
    "radiotap-not-announced": "文件说没有 radiotap 头（链路类型 105），其实有；已读取",
    "time-impossible": "时间戳不可能是真的（早于 1990 年或晚于 2100 年）；未采信",
  },
  noticedFrames: (frames, what) => `${frames} 帧：${what}。`,
  cut: (octet) => `文件在第 ${octet} 字节处被截断或已损坏。`,
  nobody: "没有发现疑似设备。",
  after: (seconds) => `录制开始后 ${seconds} 秒`,
  more: (count) => `及另外 ${count} 个地址`,
  hidden: "隐藏的发送者",
  behind: (addresses) => `（冒用 ${addresses} 个地址）`,
  against: (targets) => `，针对 ${targets}`,
  sameDevice: (entry) => `与第 ${entry} 条是同一设备`,
  prior: "起点：没有任何证据时",
  total: "合计",
  highest: (decibans) => `（曾达到 ${decibans}）`,
  notAdded: "不计入合计（同一类证据只计最重的一条）：",
  innocent: "也可能并无问题，如果：",
  causes: (detector, causes) => `${detector}：${causes}`,
  scale:
    "权重单位 dB。分数只表示先后次序，不是概率：−10 起为留意，+10 起为证据较多，+20 起为高度可疑。以上都只是嫌疑，由人来判断。",
};

export const REPLAY_WORDS: Readonly<Record<ReplayLanguage, ReplayWords>> = { zh, en };
