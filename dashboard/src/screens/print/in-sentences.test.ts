import { expect, test } from "vitest";
import { inSentences } from "./in-sentences.ts";

test("what ends with a full stop gets no second one, and what has none gets one", () => {
  expect(inSentences(["磁盘快满了", "请清理磁盘。", "连接突然断开"], "。")).toBe(
    "磁盘快满了。请清理磁盘。连接突然断开。",
  );
  expect(inSentences(["the disk is nearly full", "", "Make room."], ". ")).toBe("the disk is nearly full. Make room.");
  expect(inSentences([], "。")).toBe("");
});
