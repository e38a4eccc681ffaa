import { readdir, readFile, statfs } from "node:fs/promises";
import { join } from "node:path";
import type { HealthProblem } from "@probewarden/contract";

/** The board's own thermometer, in thousandths of a degree (kernel: thermal/sysfs-api); not every machine has one. */
const THERMOMETER = "class/thermal/thermal_zone0/temp";
/** What a Raspberry Pi's firmware says of its power supply, as `vcgencmd get_throttled`; its kernel shows it here, in hex. */
const THROTTLED = "devices/platform/soc/soc:firmware/get_throttled";
/** Bits of it (Raspberry Pi documentation, vcgencmd): too little voltage now, and at any time since the start. */
const UNDER_VOLTAGE_NOW = 1 << 0;
const UNDER_VOLTAGE_SINCE_START = 1 << 16;
/** The kernel's other word for the same (drivers/hwmon/raspberrypi-hwmon.c): 1 where it was too low in the last seconds. */
const HWMON = "class/hwmon";
const HWMON_NAME = "rpi_volt";
const HWMON_ALARM = "in0_lcrit_alarm";

/** A Raspberry Pi slows itself down from 80 °C on (Raspberry Pi documentation, frequency management); other boards at about the same. */
const HOT_CELSIUS = 80;
/** A board that stands at the limit is told once, not with every report: it is over when it has cooled by so much. */
const COOLED_BY_CELSIUS = 3;
/** Below this the next outage of the line fills the disk within hours. */
const LOW_DISK_BYTES = 256 * 1024 * 1024;
/** The voltage falls for moments, when the radio sends or the processor works: it is told for so long after the last time. */
const TOLD_FOR_MILLISECONDS = 10 * 60_000;

/** What the machine says of itself. */
export interface Board {
  diskFreeBytes?: number;
  temperatureCelsius?: number;
}

export interface BoardWatchOptions {
  /** Where the outbox lives. */
  folder: string;
  /** Milliseconds of a clock that nobody sets. */
  monotonic: () => number;
  /** Where the kernel tells of the machine; given by tests. */
  sys?: string;
}

/** Looks at the board: its disk, its temperature and its power supply. What cannot be read is left out, and is no problem. */
export class BoardWatch {
  readonly #options: BoardWatchOptions;
  #wasHot = false;
  /** Whether the firmware had already seen too little voltage when it was asked last. */
  #wasLowBefore: boolean | undefined;
  #lowAt: number | undefined;

  constructor(options: BoardWatchOptions) {
    this.#options = options;
  }

  async look(): Promise<{ board: Board; problems: HealthProblem[] }> {
    const [disk, celsius, isLow] = await Promise.all([
      statfs(this.#options.folder).then(
        ({ bavail, bsize }) => bavail * bsize,
        () => undefined,
      ),
      this.#number(THERMOMETER),
      this.#isVoltageLow(),
    ]);
    const temperatureCelsius = celsius === undefined ? undefined : celsius / 1000;
    return {
      board: {
        ...(disk === undefined ? {} : { diskFreeBytes: disk }),
        ...(temperatureCelsius === undefined ? {} : { temperatureCelsius }),
      },
      problems: [
        ...(isLow ? [UNDER_VOLTAGE] : []),
        ...this.#hot(temperatureCelsius),
        ...(disk !== undefined && disk < LOW_DISK_BYTES ? [lowDisk(disk)] : []),
      ],
    };
  }

  #hot(celsius: number | undefined): HealthProblem[] {
    this.#wasHot = celsius !== undefined && celsius >= (this.#wasHot ? HOT_CELSIUS - COOLED_BY_CELSIUS : HOT_CELSIUS);
    if (!this.#wasHot || celsius === undefined) return [];
    const degrees = Math.round(celsius);
    return [
      {
        code: "hot",
        text: `the board is ${degrees} °C hot: it slows itself down, and parts of it grow old; give it air or shade`,
        facts: { celsius: degrees },
      },
    ];
  }

  /** Whether the voltage is too low, or was a moment ago. */
  async #isVoltageLow(): Promise<boolean> {
    const [flags, alarm] = await Promise.all([this.#number(THROTTLED, "0x"), this.#hwmonAlarm()]);
    const now = this.#options.monotonic();
    // Since the start, nobody says when: only that it came between two looks does.
    const isLowBefore = flags !== undefined && (flags & UNDER_VOLTAGE_SINCE_START) !== 0;
    const fell = isLowBefore && this.#wasLowBefore === false;
    if (flags !== undefined) this.#wasLowBefore = isLowBefore;
    if (fell || alarm === 1 || (flags !== undefined && (flags & UNDER_VOLTAGE_NOW) !== 0)) this.#lowAt = now;
    return this.#lowAt !== undefined && now - this.#lowAt < TOLD_FOR_MILLISECONDS;
  }

  async #hwmonAlarm(): Promise<number | undefined> {
    const folder = join(this.#sys, HWMON);
    for (const entry of await readdir(folder).catch(() => []))
      if ((await this.#text(join(HWMON, entry, "name"))) === HWMON_NAME)
        return this.#number(join(HWMON, entry, HWMON_ALARM));
    return undefined;
  }

  get #sys(): string {
    return this.#options.sys ?? "/sys";
  }

  async #text(path: string): Promise<string | undefined> {
    const text = await readFile(join(this.#sys, path), "utf8").catch(() => undefined);
    return text?.trim();
  }

  async #number(path: string, prefix = ""): Promise<number | undefined> {
    const text = await this.#text(path);
    if (text === undefined || text === "") return undefined;
    const value = Number(prefix !== "" && !text.startsWith(prefix) ? prefix + text : text);
    return Number.isFinite(value) ? value : undefined;
  }
}

const UNDER_VOLTAGE: HealthProblem = {
  code: "under-voltage",
  text: "the board has too little voltage: it slows down and loses its USB radio; use its own power supply and a short cable, or a powered hub",
};

function lowDisk(bytes: number): HealthProblem {
  const megabytes = Math.floor(bytes / 1_048_576);
  return {
    code: "disk-low",
    text: `${megabytes} MiB are free where what is found waits: make room, or little is kept when the line is away`,
    facts: { megabytes },
  };
}
