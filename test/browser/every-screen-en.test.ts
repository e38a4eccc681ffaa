import { looks, screensFrom, testEveryScreen } from "./every-screen.ts";

testEveryScreen(looks(["en", 360], ["en", 1280]), screensFrom(0));
