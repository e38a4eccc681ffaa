/** A radiotap header without any field: the driver chooses rate and power, within what the country allows. */
const RADIOTAP = [0, 0, 8, 0, 0, 0, 0, 0];
/** Frame Control of a probe request (9.3.3.9), and Duration. */
const PROBE_REQUEST = [0x40, 0, 0, 0];
const BROADCAST = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
/** Rates that every phone has: at 2.4 GHz from 1 Mb/s, above from 6 Mb/s (9.4.2.3). */
const RATES_2_4 = [1, 8, 0x82, 0x84, 0x8b, 0x96, 0x0c, 0x12, 0x18, 0x24];
const RATES_5 = [1, 8, 0x8c, 0x12, 0x98, 0x24, 0xb0, 0x48, 0x60, 0x6c];
const NAME_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
const NAME_LENGTH = 12;

/** What is asked: by which address, for which name; an empty name asks everybody. */
export interface Question {
  transmitter: Uint8Array;
  name: string;
}

/** A name that exists nowhere: 62 bits. `random`: twelve octets. */
export const madeUpName = (random: Uint8Array): string =>
  Array.from(random.subarray(0, NAME_LENGTH), (octet) => NAME_LETTERS[octet % NAME_LETTERS.length]).join("");

/** An address that is nobody's: locally administered, of one device. `random`: six octets. */
export function madeUpAddress(random: Uint8Array): Uint8Array {
  const address = random.slice(0, 6);
  address[0] = (address[0]! & 0b1111_1100) | 0b10;
  return address;
}

/** A probe request as it is handed to a monitor interface. Our radios send this and nothing else: there is no other frame that this product can write. */
export function writeQuestion({ transmitter, name }: Question, channelMhz: number): Uint8Array {
  const octets = Buffer.from(name, "latin1");
  const rates = channelMhz < 3_000 ? RATES_2_4 : RATES_5;
  return Uint8Array.from([
    ...RADIOTAP,
    ...PROBE_REQUEST,
    ...BROADCAST,
    ...transmitter,
    ...BROADCAST,
    // The driver puts its own sequence number here.
    0,
    0,
    0,
    octets.length,
    ...octets,
    ...rates,
  ]);
}
