import type { ReplayLanguage } from "./replay-words.ts";

interface Cause {
  cause: string;
  help: string;
}

/** What is said of a file of which little or nothing could be read. */
export interface UnreadWords {
  empty: { text: string; help: string };
  nothing: (frames: number, lost: number, cause: string) => string;
  most: (frames: number, lost: number, cause: string) => string;
  otherLink: (name: string) => Cause;
  damaged: Cause;
  brokenHeader: (reason: string, linkType: string) => Cause;
  noFrames: (reason: string, linkType: string) => Cause;
}

export const UNREAD_WORDS: Readonly<Record<ReplayLanguage, UnreadWords>> = {
  zh: {
    empty: {
      text: "文件里一帧也没有。什么都没听到，也就什么都不知道。",
      help: "请听久一点，并在这里使用的信道上听。",
    },
    nothing: (frames, _, cause) => `${frames} 帧全都无法读取：${cause}。`,
    most: (frames, lost, cause) =>
      `大多数帧无法读取（${frames} 帧中的 ${lost} 帧）：${cause}。其余帧里没有发现的，也可能存在。`,
    otherLink: (name) => ({
      cause: `它们是 ${name}，不是 802.11 帧`,
      help: "请用处于监听模式的网卡捕获（probewarden-agent doctor 会说明本机能否监听），并带 radiotap 头（tcpdump -y IEEE802_11_RADIO）。",
    }),
    damaged: {
      cause: "无线网卡、校验码或帧的形式表明它们已损坏",
      help: "请靠近些听，或换天线、换信道。",
    },
    brokenHeader: (reason, linkType) => ({
      cause: `它们的无线头已损坏（${reason}；文件说链路类型是 ${linkType}）`,
      help: "文件可能写错了链路类型，或帧被截短了：请用 -s 0 捕获。",
    }),
    noFrames: (reason, linkType) => ({
      cause: `它们不可能是 802.11 帧（${reason}；文件说链路类型是 ${linkType}）`,
      help: "文件可能写错了链路类型。",
    }),
  },
  en: {
    empty: {
      text: "The capture holds no frame. Nothing was heard, so nothing is known.",
      help: "Listen longer, and on the channels that are used here.",
    },
    nothing: (frames, _, cause) => `None of the ${frames} frames could be read: ${cause}.`,
    most: (frames, lost, cause) =>
      `Most frames could not be read (${lost} of ${frames}): ${cause}. What is not found in the rest may be there all the same.`,
    otherLink: (name) => ({
      cause: `they are ${name}, and not frames of 802.11`,
      help:
        "Capture on an adapter in monitor mode (probewarden-agent doctor says whether this machine can), " +
        "with radiotap headers (tcpdump -y IEEE802_11_RADIO).",
    }),
    damaged: {
      cause: "they are damaged, as the radio, their checksum or their form says",
      help: "Listen nearer, with another antenna or on another channel.",
    },
    brokenHeader: (reason, linkType) => ({
      cause: `their radio header is broken (${reason}; the file says link type ${linkType})`,
      help: "The file may name a wrong link type, or a snap length cut the frames: capture with -s 0.",
    }),
    noFrames: (reason, linkType) => ({
      cause: `they are no frames of 802.11 that could be (${reason}; the file says link type ${linkType})`,
      help: "The file may name a wrong link type.",
    }),
  },
};
