import { looks, testEveryScreen } from "./every-screen.ts";

testEveryScreen(looks(["en", 360], ["en", 1280]));
