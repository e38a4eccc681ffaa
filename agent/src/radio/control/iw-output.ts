/** What `iw dev` says of one interface. */
export interface IwInterface {
  name: string;
  /** Number of its phy: 0 for phy#0. */
  phy: number;
  /** `managed`, `monitor`, `AP` … as iw spells it. */
  type: string;
  /** Centre frequency of the control channel in MHz; absent when it is not tuned. */
  channelMhz?: number;
}

/** What `iw phy` says of one radio. */
export interface IwPhy {
  phy: number;
  supportsMonitor: boolean;
  /** Channels that the regulatory domain leaves on, in MHz. */
  availableMhz: Set<number>;
  disabledMhz: Set<number>;
  /** Of the channels that are on, those where nobody may begin to send: no IR, passive scan, radar. */
  silentMhz: Set<number>;
}

/** Reads the output of `iw dev`. Addresses and network names in it are not kept. */
export function parseIwDev(text: string): IwInterface[] {
  const interfaces: IwInterface[] = [];
  let phy = -1;
  let current: IwInterface | undefined;
  for (const line of text.split("\n")) {
    const phyLine = /^phy#(\d+)/.exec(line);
    const nameLine = /^\tInterface (\S+)/.exec(line);
    const typeLine = /^\t\ttype (.+)/.exec(line);
    const channelLine = /^\t\tchannel \d+ \((\d+)(?:\.\d+)? MHz\)/.exec(line);
    if (phyLine) phy = Number(phyLine[1]);
    else if (nameLine?.[1]) interfaces.push((current = { name: nameLine[1], phy, type: "unknown" }));
    // What follows "Unnamed/non-netdev interface" is not about the interface before it.
    else if (line.startsWith("\tUnnamed")) current = undefined;
    else if (typeLine?.[1] && current) current.type = typeLine[1].trim();
    else if (channelLine && current) current.channelMhz = Number(channelLine[1]);
  }
  return interfaces;
}

/** Reads the output of `iw phy`: modes and frequencies. Frequencies are whole MHz, or with a decimal since iw 6. */
export function parseIwPhy(text: string): IwPhy[] {
  const radios: IwPhy[] = [];
  let inModes = false;
  for (const line of text.split("\n")) {
    const radio = radios.at(-1);
    const wiphyLine = /^Wiphy phy(\d+)/.exec(line);
    const frequencyLine = /^\t\t\t\* (\d+)(?:\.\d+)? MHz \[\d+\](.*)/.exec(line);
    if (wiphyLine)
      radios.push({
        phy: Number(wiphyLine[1]),
        supportsMonitor: false,
        availableMhz: new Set(),
        disabledMhz: new Set(),
        silentMhz: new Set(),
      });
    else if (line.startsWith("\tSupported interface modes:")) inModes = true;
    else if (/^\t\S/.test(line)) inModes = false;
    else if (inModes && radio && /^\t\t \* monitor\s*$/.test(line)) radio.supportsMonitor = true;
    else if (frequencyLine && radio) {
      const [, mhz, flags = ""] = frequencyLine;
      (flags.includes("disabled") ? radio.disabledMhz : radio.availableMhz).add(Number(mhz));
      if (/no IR|passive|no IBSS|radar/i.test(flags)) radio.silentMhz.add(Number(mhz));
    }
  }
  return radios;
}

/** Whether `ip -o link show` says that the interface is up, by its administrator's will (IFF_UP), heard or not. */
export const isLinkUp = (text: string): boolean => /<(?:[A-Z_-]+,)*UP[,>]/.test(text);
