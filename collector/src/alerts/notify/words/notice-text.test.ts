import { expect, test } from "vitest";
import { makeLine, makeNotice } from "../test-notice.ts";
import { noticeText, octetsWithin } from "./notice-text.ts";

const ZH = { language: "zh", detail: "full" } as const;
const always = (): boolean => true;

test("one alert is five lines, what, where, since when, how sure, what to do now, and the link to take it", () => {
  const { title, text, url } = noticeText(makeNotice(), ZH, always);
  expect(title).toBe("明察告警: 疑似探针盒");
  expect(text.split("\n")).toEqual([
    "明察告警: 疑似探针盒",
    "事由: 疑似探针盒",
    "地点: 演示商场 · 三号门听到",
    "时间: 2026-11-24 16:00 (Asia/Shanghai)",
    "把握: 高度可疑",
    "现在: 打开链接认领，核对证据后到现场查看",
    "https://probewarden.example/inbox?alert=alert-1",
  ]);
  expect(url).toBe("https://probewarden.example/inbox?alert=alert-1");
});

test("in English, and in both", () => {
  expect(noticeText(makeNotice(), { ...ZH, language: "en" }, always).text).toContain("How sure: strong evidence");
  expect(noticeText(makeNotice(), { ...ZH, language: "both" }, always).text).toContain(
    "把握 / How sure: 高度可疑 / strong evidence",
  );
});

test("several are a line each, with the link to the list; what does not fit is counted", () => {
  const all = noticeText(makeNotice(3), ZH, always).text.split("\n");
  expect(all).toHaveLength(5);
  expect(all[0]).toBe("明察：3 条新告警");
  expect(all[1]).toMatch(/^1\. 疑似探针盒 \| 高度可疑 \| 演示商场 · 三号门听到 \|/);
  const { text } = noticeText(makeNotice(100, { heldBack: 5 }), ZH, octetsWithin(2_048));
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(2_048);
  const shown = text.split("\n").filter((line) => /^\d+\. /.test(line)).length;
  expect(text).toContain(`另有 ${100 - shown} 条未列出`);
  expect(text).toContain("另有 5 个对象同时出现");
  expect(text).toContain("https://probewarden.example/inbox");
});

test("one line that is too long by itself loses its end, and no half of a character", () => {
  const where = { zh: "🗼".repeat(2_000), en: "" };
  const { text } = noticeText(makeNotice(1, { lines: [makeLine(1, { where })] }), ZH, octetsWithin(2_048));
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(2_048);
  expect(text.isWellFormed()).toBe(true);
});

test("a reminder, a digest and an outage say what they are", () => {
  expect(noticeText(makeNotice(1, { kind: "reminder" }), ZH, always).title).toBe("仍无人应答: 疑似探针盒");
  expect(noticeText(makeNotice(2, { kind: "outages" }), ZH, always).title).toBe("明察：2 条设备失联");
  expect(noticeText(makeNotice(2, { isDigest: true }), ZH, always).title).toBe("明察：2 条新告警 (汇总)");
  expect(noticeText(makeNotice(1, { lines: [makeLine(1, { again: true })] }), ZH, always).text).toContain("(重新提醒)");
});

test("brief says that there is something, in which venue, and where to look", () => {
  const { text, title } = noticeText(makeNotice(2), { ...ZH, detail: "brief" }, always);
  expect(text).toBe("明察：2 条新告警\n演示商场\n详情请登录查看。\nhttps://probewarden.example/inbox");
  expect(title).not.toContain("探针");
});
