import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { AnswerReason } from "@probewarden/contract";

/** Where Linux shows the lamps of a board (Documentation/leds/leds-class.rst). */
const LAMPS = "/sys/class/leds";
/** The lamp of a board that anybody may see, by name: that of the card's activity, or of the power, as Raspberry Pi and others call them. */
const KNOWN = [/^ACT$/, /^led0$/, /act(ivity)?$/i, /status/i, /heartbeat/i, /^PWR$/, /^led1$/, /power/i];
const DEFAULT_SECONDS = 30;
const HALF_PERIOD_MS = 250;

/** Lets the board's lamp blink, so that somebody under forty ceilings finds this one; afterwards it is as it was. */
export class Identify {
  readonly #folder: string;
  #blinking: AbortController | undefined;
  #ended: Promise<void> = Promise.resolve();

  constructor(folder = LAMPS) {
    this.#folder = folder;
  }

  /** Begins, and ends by itself. Undefined: it blinks. */
  async begin(seconds = DEFAULT_SECONDS): Promise<AnswerReason | undefined> {
    await this.stop();
    const lamp = await this.#lamp();
    if (lamp === undefined) return "no-led";
    const trigger = await readFile(join(lamp, "trigger"), "utf8").catch(() => "");
    const before = (await readFile(join(lamp, "brightness"), "utf8").catch(() => "0")).trim();
    const most = (await readFile(join(lamp, "max_brightness"), "utf8").catch(() => "1")).trim() || "1";
    const set = (file: string, text: string): Promise<void> => writeFile(join(lamp, file), text, { flag: "r+" });
    try {
      await set("trigger", "none");
      await set("brightness", most);
    } catch {
      return "led-not-writable";
    }
    const blinking = new AbortController();
    this.#blinking = blinking;
    const blink = async (): Promise<void> => {
      for (let turn = 1; turn < (seconds * 1000) / HALF_PERIOD_MS && !blinking.signal.aborted; turn++) {
        await set("brightness", turn % 2 === 0 ? most : "0");
        await sleep(HALF_PERIOD_MS, undefined, { signal: blinking.signal }).catch(() => undefined);
      }
    };
    this.#ended = blink()
      .catch(() => undefined)
      .then(async () => {
        await set("brightness", before).catch(() => undefined);
        // The trigger in force stands in brackets among all that there are.
        await set("trigger", /\[([^\]]+)\]/.exec(trigger)?.[1] ?? "none").catch(() => undefined);
      });
    return undefined;
  }

  /** Ends it, and leaves the lamp as it was. */
  async stop(): Promise<void> {
    this.#blinking?.abort();
    await this.#ended;
  }

  async #lamp(): Promise<string | undefined> {
    const names = await readdir(this.#folder).catch((): string[] => []);
    const name = KNOWN.map((known) => names.find((each) => known.test(each))).find((each) => each !== undefined);
    return name === undefined ? undefined : join(this.#folder, name);
  }
}
