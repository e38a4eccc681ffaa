import { looks, testEveryScreen, testThatNothingIsLeftOut } from "./every-screen.ts";

testThatNothingIsLeftOut();
testEveryScreen(looks(["zh-CN", 1280], ["zh-CN", 360]));
