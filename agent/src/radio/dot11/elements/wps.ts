import { OctetReader, type Fault } from "../octet-reader.ts";

/** Attributes of Wi-Fi Simple Configuration 2.0.8, chapter 12, by what they hold. Numbers there stand highest octet first. */
const ATTRIBUTES: ReadonlyMap<number, readonly [name: string, form: "number" | "text" | "octets"]> = new Map([
  [0x1008, ["configMethods", "number"]],
  [0x1011, ["deviceName", "text"]],
  [0x1012, ["devicePasswordId", "number"]],
  [0x1021, ["manufacturer", "text"]],
  [0x1023, ["modelName", "text"]],
  [0x1024, ["modelNumber", "text"]],
  [0x103a, ["requestType", "number"]],
  [0x103b, ["responseType", "number"]],
  [0x103c, ["bands", "number"]],
  [0x1041, ["selectedRegistrar", "number"]],
  [0x1042, ["serialNumber", "text"]],
  [0x1044, ["state", "number"]],
  [0x1047, ["uuid", "octets"]],
  [0x1049, ["vendorExtension", "octets"]],
  [0x104a, ["version", "number"]],
  [0x1053, ["registrarConfigMethods", "number"]],
  [0x1054, ["primaryDeviceType", "octets"]],
  [0x1057, ["locked", "number"]],
]);
const UUID_OCTETS = 16;

/** An attribute: its number, what it is called, and what it says. Text is as it was sent, whatever is in it. */
export interface WpsAttribute {
  type: number;
  name: string | undefined;
  value: number | string | Uint8Array;
}

/** The attributes of the Wi-Fi Simple Configuration element, the vendor element 00-50-F2 type 4, behind its OUI and type. */
export function readWps(information: Uint8Array) {
  const from = new OctetReader(information);
  const attributes: WpsAttribute[] = [];
  let odd: Fault | undefined;
  while (from.left > 0) {
    const type = from.uint16BigEndian();
    const octets = from.take(from.uint16BigEndian() ?? 0, "length-beyond-end");
    if (type === undefined || octets === undefined) break;
    const [name, form] = ATTRIBUTES.get(type) ?? [undefined, "octets"];
    if (form === "number" && (octets.length === 0 || octets.length > 2)) odd ??= "reserved-value";
    if (name === "uuid" && octets.length !== UUID_OCTETS) odd ??= "reserved-value";
    attributes.push({ type, name, value: valueOf(octets, form) });
  }
  return { attributes, fault: from.fault ?? odd };
}

function valueOf(octets: Uint8Array, form: "number" | "text" | "octets"): number | string | Uint8Array {
  if (form === "text") return Buffer.from(octets).toString("utf8");
  if (form === "number" && octets.length > 0 && octets.length <= 2)
    return octets.reduce((sum, it) => sum * 256 + it, 0);
  return octets;
}
