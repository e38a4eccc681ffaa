const ADDRESS_DIGITS = 12;
/** The digits that go out as the next one comes in: 11 of them, four bits each, stay. */
const LEAVING = 16 ** (ADDRESS_DIGITS - 1);
const SIXTEEN = "0123456789abcdef";
/** What parts the octets of an address where people write one. */
const BETWEEN_OCTETS = "-:._ ";

/** Addresses that a network name writes out, as twelve hexadecimal digits and no more, however they are parted. */
export function writtenAddresses(name: Uint8Array): number[] {
  return runsOf(name).flatMap((digits) => (digits.length === ADDRESS_DIGITS ? windowsOf(digits) : []));
}

/**
 * Addresses that a name may be made of: its hexadecimal digits, or its octets, for a name travels in hexadecimal, where six octets read
 * like an address; forwards, or with the octets turned round. Many a name has such by chance.
 */
export function possibleAddresses(name: Uint8Array): number[] {
  const octets = [...name].flatMap((octet) => [octet >> 4, octet & 0x0f]);
  return [...runsOf(name), octets].flatMap(windowsOf).flatMap((address) => [address, octetsTurned(address)]);
}

/** The address with its octets in the other order. */
export function octetsTurned(address: number): number {
  let left = address;
  let turned = 0;
  for (let octet = 0; octet < ADDRESS_DIGITS / 2; octet++) {
    turned = turned * 256 + (left % 256);
    left = Math.floor(left / 256);
  }
  return turned;
}

/** The hexadecimal digits of a name, parted where something else stands between them. */
function runsOf(name: Uint8Array): number[][] {
  const runs: number[][] = [[]];
  for (const octet of name) {
    const letter = String.fromCharCode(octet).toLowerCase();
    const digit = SIXTEEN.indexOf(letter);
    if (digit >= 0) runs.at(-1)?.push(digit);
    else if (!BETWEEN_OCTETS.includes(letter)) runs.push([]);
  }
  return runs;
}

/** Each twelve digits that stand in a row, as an address. */
function windowsOf(digits: readonly number[]): number[] {
  const addresses: number[] = [];
  let address = 0;
  for (const [at, digit] of digits.entries()) {
    address = (address % LEAVING) * 16 + digit;
    if (at + 1 >= ADDRESS_DIGITS) addresses.push(address);
  }
  return addresses;
}
