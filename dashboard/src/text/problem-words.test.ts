import { HEALTH_PROBLEM_CODES, type HealthProblem } from "@probewarden/contract";
import { describe, expect, test } from "vitest";
import { en } from "./en.ts";
import { droppedWords, frameWords, problemWords, type SayCode } from "./problem-words.ts";
import type { Words } from "./words.ts";
import { zhCN } from "./zh-CN.ts";

const sayIn =
  (language: Words): SayCode =>
  (group, name, values = {}) =>
    (language.code[group] as Record<string, string | undefined>)[name]?.replaceAll(/\{\{(\w+)\}\}/g, (_, key: string) =>
      String(values[key]),
    );
const inChinese = { comma: "、", brackets: (inside: string) => `（${inside}）` };
const zh = sayIn(zhCN);

test("a problem is a sentence of its code with its facts, each with what it is", () => {
  const problem: HealthProblem = {
    code: "channel-refused",
    text: "wlan1 refuses channels 36, 40",
    facts: { interface: "wlan1", channels: "36, 40" },
  };
  expect(problemWords("reason", problem, zh, inChinese)).toBe("无线网卡拒绝部分信道（网卡 wlan1、信道 36, 40）");
});

test("a cause of ours is said in words; the system's name of an error stays", () => {
  const say = (cause: string) =>
    problemWords("oddity", { code: "not-contacted", text: "", facts: { cause } }, zh, inChinese);
  expect(say("link-local")).toContain("原因：链路本地地址");
  expect(say("ECONNREFUSED")).toContain("原因：ECONNREFUSED");
});

test("a problem of a newer sensor is shown in the log's words rather than not at all", () => {
  expect(problemWords("reason", { code: "fan-stopped", text: "The fan stopped." }, zh, inChinese)).toBe(
    "The fan stopped.",
  );
});

test("what was lost is said by cause and by kind", () => {
  const say = (reason: string) => droppedWords(reason, zh, inChinese.brackets);
  expect(say("kernel")).toBe("系统来不及处理");
  expect(say("outbox-census")).toBe("待送消息已满（统计）");
  expect(say("too-large-finding")).toBe("消息过大（疑似设备）");
  expect(say("ack-not-written")).toBe("确认没能写入磁盘");
  expect(say("of-another-version")).toBeUndefined();
  expect(say("camera-silent-address")).toBe("没有任何应答的地址；没看到不等于没有");
  expect(say("camera-xaddr-link-local")).toBe("XAddr 不得联系的设备（链路本地地址）");
  expect(say("camera-flood-by-dhip")).toBe("同一地址每轮超出上限的应答（dhip）");
  expect(say("camera-of-a-newer-sensor")).toBe("摄像头的应答不可用（of-a-newer-sensor）");
});

test("the figures of a frame are said in the reader's language", () => {
  expect(frameWords("sequence number 12, a network name of 5 octets, 3 elements, reason 7", zh, "、")).toBe(
    "序号 12、网络名 5 字节、3 个信息元素、原因代码 7",
  );
});

describe.each([
  ["Chinese", zhCN],
  ["English", en],
])("in %s", (_name, language) => {
  test("each problem of a sensor says what to do", () => {
    for (const code of HEALTH_PROBLEM_CODES) expect(sayIn(language)("healthMend", code), code).toMatch(/[。.]$/);
  });

  test("no text is empty, and both languages fill in the same figures", () => {
    const figures = (text: string) => (text.match(/\{\{\w+\}\}/g) ?? []).toSorted();
    const walk = (ours: object, theirs: object, path: string): void => {
      for (const [key, value] of Object.entries(ours)) {
        // What is said of one of something stands beside what is said of several, where a language tells them apart.
        const other = (theirs as Record<string, unknown>)[key.replace(/_one$/, "")];
        if (typeof value === "object") walk(value as object, other as object, `${path}.${key}`);
        else {
          expect(value, `${path}.${key}`).not.toBe("");
          expect(figures(value as string), `${path}.${key}`).toEqual(figures(other as string));
        }
      }
    };
    walk(language, zhCN, "text");
  });
});
