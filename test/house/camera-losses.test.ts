import { expect, test } from "vitest";
import { CAMERA_LOSSES } from "../../agent/src/main/camera-losses.ts";
import { en } from "../../dashboard/src/text/en.ts";
import { zhCN } from "../../dashboard/src/text/zh-CN.ts";

test.each([
  ["Chinese", zhCN],
  ["English", en],
])(
  "what the search for cameras lost has the same words to say on the screen as at the terminal: in %s",
  (_name, words) => {
    expect(Object.keys(words.code.cameraLoss).toSorted()).toEqual(CAMERA_LOSSES.toSorted());
  },
);
