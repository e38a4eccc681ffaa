import { looks, screensFrom, testEveryScreen, testThatNothingIsLeftOut } from "./every-screen.ts";

testThatNothingIsLeftOut();
testEveryScreen(looks(["zh-CN", 1280], ["zh-CN", 360]), screensFrom(1));
