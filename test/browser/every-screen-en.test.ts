import { EVERY_SCREEN } from "../../dashboard/dev/every-screen.ts";
import { looks, testEveryScreen } from "./every-screen.ts";

const all = Object.keys(EVERY_SCREEN);
/** Every second screen: each takes five seconds of a browser, and all are looked at in Chinese. `PW_ALL_LOOKS=1` looks at all in English too. */
const names = process.env["PW_ALL_LOOKS"] === undefined ? all.filter((_, at) => at % 2 === 0) : all;
testEveryScreen(looks(["en", 360], ["en", 1280]), names);
