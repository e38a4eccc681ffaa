import { expect, test } from "vitest";
import { textsOf } from "./texts.ts";

const say = textsOf({ nav: { today: "Today", more: { deep: "a {{n}} of {{n}} and {{what}}" } }, plain: "plain" });

test("a text is found by its path, however deep", () => {
  expect([say("plain"), say("nav.today")]).toEqual(["plain", "Today"]);
});

test("values stand in every gap of their name, nothing in one that was not told, and none is read as a pattern", () => {
  expect(say("nav.more.deep", { n: 3, what: "$& {{n}}" })).toBe("a 3 of 3 and $& {{n}}");
  expect(say("nav.more.deep", { n: 0 })).toBe("a 0 of 0 and ");
});

test("one of something is said in its own words where a language has them, and nowhere else", () => {
  const texts = { take: "Take {{n}} alerts", take_one: "Take {{n}} alert", skip: "{{n}} skipped" };
  const [english, chinese] = [textsOf(texts, "en"), textsOf({ take: "接手 {{n}} 条告警" }, "zh-CN")];
  expect([1, 2, 0].map((n) => english("take", { n }))).toEqual(["Take 1 alert", "Take 2 alerts", "Take 0 alerts"]);
  expect(english("skip", { n: 1 })).toBe("1 skipped");
  expect(chinese("take", { n: 1 })).toBe("接手 1 条告警");
});

test("a path that leads to no text, or through what every object has, is said itself", () => {
  for (const path of ["nav", "nav.gone", "constructor.name", "nav.today.length"]) expect(say(path)).toBe(path);
});
