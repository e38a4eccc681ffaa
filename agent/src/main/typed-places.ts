import { isIP, isIPv4 } from "node:net";
import { CommandError } from "@probewarden/cli";
import { plainAddress } from "../cameras/interrogate/address-guard.ts";

/** An address as somebody typed it. */
export interface TypedAddress {
  address: string;
  port: number | undefined;
  secure: boolean;
}

/** Reads `ADDRESS`, `ADDRESS:PORT` or `http[s]://ADDRESS[:PORT]`. @throws CommandError */
export function readTypedAddress(spelled: string): TypedAddress {
  const [, scheme, host, digits] =
    /^(?:(https?):\/\/)?(\[[\da-fA-F:]+\]|[\d.]+|[\da-fA-F]*:[\da-fA-F:]*:[\da-fA-F:.]*)(?::(\d{1,5}))?\/?$/.exec(
      spelled,
    ) ?? [];
  const address = plainAddress(host ?? "");
  const port = digits === undefined ? undefined : Number(digits);
  if (isIP(address) === 0 || (port !== undefined && (port < 1 || port > 65_535)))
    throw new CommandError(
      `${JSON.stringify(spelled)} is no address (examples: 192.168.1.64, https://192.168.1.64, 192.168.1.64:8080)`,
    );
  const isWeb = scheme !== undefined && port === undefined;
  const secure = scheme === "https" || (scheme === undefined && port === 443);
  return { address, port: isWeb ? (secure ? 443 : 80) : port, secure };
}

/** Widest range that is asked, as a number of bits: 1,024 addresses take some minutes at 20 packets a second. */
const WIDEST = 22;

/** Addresses of hosts in a range `A.B.C.D/N`; without those of the network and of all, which are nobody's. @throws CommandError */
export function hostsOfRange(cidr: string): string[] {
  const [, base, digits] = /^([\d.]+)\/(\d{1,2})$/.exec(cidr) ?? [];
  const bits = Number(digits);
  if (base === undefined || !isIPv4(base) || bits > 32)
    throw new CommandError(`${JSON.stringify(cidr)} is no range (example: 192.168.1.0/24)`);
  if (bits < WIDEST)
    throw new CommandError(`${cidr} holds ${2 ** (32 - bits)} addresses: ask ranges of /${WIDEST} at most, one by one`);
  const size = 2 ** (32 - bits);
  const number = base.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  const first = Math.floor(number / size) * size;
  const all = Array.from({ length: size }, (_, at) =>
    [24, 16, 8, 0].map((shift) => Math.floor((first + at) / 2 ** shift) % 256).join("."),
  );
  return size > 2 ? all.slice(1, -1) : all;
}
