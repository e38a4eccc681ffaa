/** Bands by the name that people give them. S1G, 900 MHz, is not among them: no radio of ours hears it. */
export type Band = "2.4" | "5" | "6";

/** Channel starting frequencies in MHz (IEEE 802.11-2020, Annex E; IEEE 802.11ax, 27.3.23.2): a channel's centre is 5 MHz × number above. */
const STARTS: Readonly<Record<Band, number>> = { "2.4": 2_407, "5": 5_000, "6": 5_950 };
/** The one channel of the 2.4 GHz band that is out of step, and the one of the 6 GHz band (operating class 136). */
const JAPAN_14 = { number: 14, mhz: 2_484 };
const CLASS_136 = { number: 2, mhz: 5_935 };
/** Preferred scanning channels: every fourth of the 20 MHz channels in the 6 GHz band (27.3.23.2). */
const PSC_STEP = 16;
const FIRST_PSC = 5;

/** Centre frequency in MHz of a 20 MHz channel; undefined for a number that names none in this band. */
export function channelCentreMhz(band: Band, number: number): number | undefined {
  if (!Number.isInteger(number)) return undefined;
  if (band === "2.4" && number === JAPAN_14.number) return JAPAN_14.mhz;
  if (band === "6" && number === CLASS_136.number) return CLASS_136.mhz;
  return isChannel(band, number) ? STARTS[band] + 5 * number : undefined;
}

/** Band and number of the 20 MHz channel with this centre; undefined where there is none. */
export function channelAt(mhz: number): { band: Band; number: number } | undefined {
  if (mhz === JAPAN_14.mhz) return { band: "2.4", number: JAPAN_14.number };
  if (mhz === CLASS_136.mhz) return { band: "6", number: CLASS_136.number };
  const band = mhz < 3_000 ? "2.4" : mhz < CLASS_136.mhz ? "5" : "6";
  const number = (mhz - STARTS[band]) / 5;
  return isChannel(band, number) ? { band, number } : undefined;
}

/** Numbers of 20 MHz channels: those of 5 GHz are the ones of Tables E-1 to E-4 and their neighbours that radios can be tuned to. */
function isChannel(band: Band, number: number): boolean {
  if (!Number.isInteger(number)) return false;
  if (band === "2.4") return number >= 1 && number <= 13;
  if (band === "5") return number >= 32 && number <= 177;
  return number >= 1 && number <= 233 && number % 4 === 1;
}

/** Whether a 6 GHz channel is one that stations scan first: 5, 21, … 229. */
export function isPreferredScanningChannel(number: number): boolean {
  return number >= FIRST_PSC && number <= 229 && number % PSC_STEP === FIRST_PSC;
}

/** A global operating class (Table E-4; 131 to 136 by IEEE 802.11ax, 137 by IEEE 802.11be): what its channel numbers mean. */
export interface OperatingClass {
  band: Band;
  widthMhz: 20 | 25 | 40 | 80 | 160 | 320;
  /** Its numbers: of the channel, or from 80 MHz on, and in the 6 GHz band from 40, of the centre. */
  channels: readonly number[];
  /** One half of a channel of 80+80 MHz. */
  isHalf?: true;
}

/** Whether a channel of 20 MHz lies within one of a class whose numbers are those of centres: 2, 6, 10 … numbers beside one, as far as it is wide. */
function isPrimaryWithin({ band, widthMhz, channels }: OperatingClass, primary: number): boolean {
  if (widthMhz < (band === "6" ? 40 : 80)) return false;
  // A number is 5 MHz: half of the width, less half of 20 MHz.
  const farthest = (widthMhz - 20) / 10;
  return channels.some((centre) => {
    const apart = Math.abs(centre - primary);
    return apart % 4 === 2 && apart <= farthest;
  });
}

const steps = (from: number, to: number, by: number): number[] =>
  Array.from({ length: Math.floor((to - from) / by) + 1 }, (_, index) => from + index * by);

const CLASSES: ReadonlyMap<number, OperatingClass> = new Map<number, OperatingClass>([
  [81, { band: "2.4", widthMhz: 25, channels: steps(1, 13, 1) }],
  [82, { band: "2.4", widthMhz: 25, channels: [14] }],
  [83, { band: "2.4", widthMhz: 40, channels: steps(1, 9, 1) }],
  [84, { band: "2.4", widthMhz: 40, channels: steps(5, 13, 1) }],
  [115, { band: "5", widthMhz: 20, channels: [36, 40, 44, 48] }],
  [116, { band: "5", widthMhz: 40, channels: [36, 44] }],
  [117, { band: "5", widthMhz: 40, channels: [40, 48] }],
  [118, { band: "5", widthMhz: 20, channels: [52, 56, 60, 64] }],
  [119, { band: "5", widthMhz: 40, channels: [52, 60] }],
  [120, { band: "5", widthMhz: 40, channels: [56, 64] }],
  [121, { band: "5", widthMhz: 20, channels: steps(100, 144, 4) }],
  [122, { band: "5", widthMhz: 40, channels: steps(100, 140, 8) }],
  [123, { band: "5", widthMhz: 40, channels: steps(104, 144, 8) }],
  [124, { band: "5", widthMhz: 20, channels: steps(149, 161, 4) }],
  [125, { band: "5", widthMhz: 20, channels: steps(149, 177, 4) }],
  [126, { band: "5", widthMhz: 40, channels: [149, 157, 165, 173] }],
  [127, { band: "5", widthMhz: 40, channels: [153, 161, 169, 177] }],
  [128, { band: "5", widthMhz: 80, channels: [42, 58, 106, 122, 138, 155, 171] }],
  [129, { band: "5", widthMhz: 160, channels: [50, 114, 163] }],
  [130, { band: "5", widthMhz: 80, channels: [42, 58, 106, 122, 138, 155, 171], isHalf: true }],
  [131, { band: "6", widthMhz: 20, channels: steps(1, 233, 4) }],
  [132, { band: "6", widthMhz: 40, channels: steps(3, 227, 8) }],
  [133, { band: "6", widthMhz: 80, channels: steps(7, 215, 16) }],
  [134, { band: "6", widthMhz: 160, channels: steps(15, 207, 32) }],
  [135, { band: "6", widthMhz: 80, channels: steps(7, 215, 16), isHalf: true }],
  [136, { band: "6", widthMhz: 20, channels: [2] }],
  [137, { band: "6", widthMhz: 320, channels: steps(31, 191, 32) }],
]);

/** A global operating class by its number; undefined where it is another country's, or of a band that is not heard here. */
export function operatingClass(number: number): OperatingClass | undefined {
  return CLASSES.get(number);
}

/**
 * Frequency in MHz that an operating class and a channel number name together: of a channel of that class, or of 20 MHz within one, for who tells of an access point
 * names its primary channel beside the class of its width (9.4.2.36, 9.4.2.170.2, 9.6.7.36). Undefined where they do not belong together, or one is not known.
 */
export function operatingMhz(classNumber = 0, channel = 0): number | undefined {
  const it = CLASSES.get(classNumber);
  if (it === undefined || !(it.channels.includes(channel) || isPrimaryWithin(it, channel))) return undefined;
  return channelCentreMhz(it.band, channel) ?? STARTS[it.band] + 5 * channel;
}
