/** What is known of a device beside the name on its box. */
export interface MakerSigns {
  firmware?: string | undefined;
  serial?: string | undefined;
  model?: string | undefined;
}

/** A maker behind a brand, and the words that give it away. */
export interface Maker {
  name: string;
  why: string;
}

interface MakerSign {
  maker: string;
  source: string;
  /** The words that give the maker away, or undefined. */
  words: (signs: MakerSigns) => string | undefined;
}

const matching = (text: string | undefined, pattern: RegExp): string | undefined =>
  text !== undefined && pattern.test(text.slice(0, 256)) ? text.slice(0, 128) : undefined;

/** Signs by which cameras that are sold under many names show who made them; each was seen on recorded devices. */
const SIGNS: readonly MakerSign[] = [
  {
    maker: "Uniview",
    source: "GX728MF and SUNBA (recorded): name of the firmware",
    words: ({ firmware }) => matching(firmware, /^(?:IPC_G|QIPC-B)\w/),
  },
  {
    maker: "Dahua",
    source: "DH-2H3400-ADP (recorded): form of the firmware's name",
    words: ({ firmware }) => matching(firmware, /^\d\.\d{3}\.\d{7}\.\d+\.[RT]\b/),
  },
  {
    maker: "Xiongmai",
    source: "SUNBA 405 (recorded): name of the system on a chip in the firmware",
    words: ({ firmware }) => matching(firmware, /XM5\d\d/),
  },
  {
    maker: "Hikvision",
    source: "ENP1A14-IR and DS-2CD2xxx (recorded): the model, a date, four letters and a number",
    words: ({ serial, firmware, model }) =>
      matching(firmware, /^V\d+\.\d+\.\d+\s+build\s+\d{6}/i) !== undefined &&
      serial !== undefined &&
      (model === undefined || serial.startsWith(model)) &&
      /\d{8}[A-Z]{4}[A-Z]?\d{8,9}$/.test(serial)
        ? "firmware and serial number"
        : undefined,
  },
];

/** Who made a device, whatever is printed on it; undefined where nothing gives it away. The serial number itself is not told. */
export function makerOf(signs: MakerSigns): Maker | undefined {
  for (const { maker, words } of SIGNS) {
    const found = words(signs);
    if (found !== undefined) return { name: maker, why: found };
  }
  return undefined;
}

/** Sources of the table, for who argues with it. */
export const MAKER_SOURCES: readonly string[] = SIGNS.map(({ source }) => source);
