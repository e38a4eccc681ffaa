import { EVERY_SCREEN } from "../../dashboard/dev/every-screen.ts";
import { looks, testEveryScreen } from "./every-screen.ts";

/** A list that is empty, or could not be loaded, has the same form in either language: those are looked at in Chinese, unless all is asked for. */
const names = Object.entries(EVERY_SCREEN)
  .filter(([, { mode }]) => mode === undefined || process.env["PW_ALL_LOOKS"] !== undefined)
  .map(([name]) => name);
testEveryScreen(looks(["en", 360], ["en", 1280]), names);
