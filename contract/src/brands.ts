import { Type } from "typebox";
import { LIMITS } from "./limits.ts";

/**
 * Every string of the contract is made here, and carries the name of what it may hold in `brand`.
 *
 * The first law of the product is that a visitor's address never leaves the process that heard it. A plain string could
 * hold one; so there are no plain strings: `privacy.test.ts` walks each schema and refuses a string without a brand, and a
 * brand outside {@link IDENTITY_BRANDS} whose pattern would let an address through.
 */
const branded = (
  brand: string,
  options: { pattern?: string; minLength?: number; maxLength: number; description: string; examples?: string[] },
) => Type.String({ ...options, brand });

/** EUI-48 in lower case with colons. The one spelling that the contract knows. */
const EUI48 = "^[0-9a-f]{2}(:[0-9a-f]{2}){5}$";

/** A network name as hex octets (IEEE 802.11-2020, 9.4.2.2: 0 to 32 octets of any value), so that no octet is lost or dangerous. */
const SSID_HEX = "^([0-9a-f]{2}){0,32}$";

/** Text of a person may hold anything but NUL, which PostgreSQL cannot keep. */
const NO_NUL = "^[^\\u0000]*$";

/** One line with something to see in it. */
const ONE_PLAIN_LINE =
  "^(?=.*\\S)[^\\u0000-\\u001f\\u007f-\\u009f\\u061c\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff\\ufff9-\\ufffb]*$";

/** Brands that hold the identity of infrastructure or of a suspect. No other brand may match an address or be free text from the air. */
export const IDENTITY_BRANDS = [
  "SuspectAddress",
  "InfrastructureBssid",
  "OwnRadioAddress",
  "CameraAddress",
  "PublicSsid",
  "VenueSsid",
  "AdvertisedSsid",
] as const;

/** Brands of free text whose author is named: our own code, an operator, or a device classified as a camera. */
export const TEXT_BRANDS = [
  "PlanImage",
  "PseudonymisedCapture",
  "ReleaseOctets",
  "ProductText",
  "OperatorText",
  "CameraText",
  "ReceiverText",
  "Url",
  "Secret",
] as const;

/** Octets of an image that a person gives, in base64: none that a sensor sends. */
export const PlanImage = (description: string, maxLength: number = LIMITS.planCharacters) =>
  branded("PlanImage", { pattern: "^[A-Za-z0-9+/]*={0,2}$", maxLength, description });

/**
 * Octets of a capture in base64, written by our own code: addresses and names in it are a suspect's, or pseudonyms of that one file. A pattern
 * cannot tell; `agent/src/radio/excerpts/` makes it so, and the collector reads every header before it keeps one.
 */
export const PseudonymisedCapture = (description: string) =>
  branded("PseudonymisedCapture", {
    pattern: "^[A-Za-z0-9+/]+={0,2}$",
    maxLength: LIMITS.captureCharacters,
    description,
  });

/** Octets of a piece of our own program in base64, from the collector to a sensor: none that a sensor sends. */
export const ReleaseOctets = (description: string) =>
  branded("ReleaseOctets", {
    pattern: "^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$",
    minLength: 4,
    maxLength: 4 * Math.ceil(LIMITS.pieceBytes / 3),
    description,
  });

/** Address of a transmitter with evidence of its own against it, from the band `watch` up. */
export const SuspectAddress = (description: string) =>
  branded("SuspectAddress", { pattern: EUI48, maxLength: 17, examples: ["02:00:00:aa:bb:01"], description });

/** BSSID of an access point: of the venue, of a network that is hit or imitated, or a resident. */
export const InfrastructureBssid = (description: string) =>
  branded("InfrastructureBssid", { pattern: EUI48, maxLength: 17, examples: ["02:00:00:cc:dd:01"], description });

/** Address of a radio of our own: an adapter of a sensor, or one that it made up for one question. */
export const OwnRadioAddress = (description: string) =>
  branded("OwnRadioAddress", { pattern: EUI48, maxLength: 17, examples: ["02:00:00:ee:ff:01"], description });

/** An address that a sensor made up for one question: locally administered, of one device. */
export const BaitAddress = (description: string) =>
  branded("OwnRadioAddress", {
    pattern: "^[0-9a-f][26ae](:[0-9a-f]{2}){5}$",
    maxLength: 17,
    examples: ["02:5e:00:00:00:01"],
    description,
  });

/** A name that a sensor made up, in hex: twelve small letters and digits, or nothing. No name that people give has this form but by chance. */
export const BaitSsid = (description: string) =>
  branded("VenueSsid", {
    pattern: "^((3[0-9]|6[1-9a-f]|7[0-9a]){12})?$",
    maxLength: 24,
    examples: ["6b3376397730713278376161"],
    description,
  });

/** A regulatory domain: a country by ISO 3166-1, or two digits for what is no country's. */
export const CountryCode = (description: string) =>
  branded("CountryCode", { pattern: "^[A-Z0-9]{2}$", maxLength: 2, examples: ["CN"], description });

/** Network address of a device that was classified as a camera. IPv4, IPv6 or EUI-48. */
export const CameraAddress = (description: string) =>
  branded("CameraAddress", { pattern: "^[0-9a-f:.%]{2,64}$", maxLength: 64, examples: ["192.168.1.64"], description });

/** Network name (hex) from the list of public networks, which ships with the product. */
export const PublicSsid = (description: string) =>
  branded("PublicSsid", { pattern: SSID_HEX, maxLength: 64, examples: ["434d4343"], description });

/** Network name (hex) of the venue's own inventory, or our own bait. */
export const VenueSsid = (description: string) =>
  branded("VenueSsid", { pattern: SSID_HEX, maxLength: 64, examples: ["4d616c6c"], description });

/** Network name (hex) that a suspect or a resident beacons and that no station was heard asking for at this sensor. */
export const AdvertisedSsid = (description: string) =>
  branded("AdvertisedSsid", { pattern: SSID_HEX, maxLength: 64, examples: ["44617461536b79"], description });

/**
 * Identifier made by us or typed by an operator: venue, floor, sensor, suspect, alert. Lower-case words joined by hyphens; the
 * lookahead refuses twelve hexadecimal digits in a row, hyphens apart, so that no address can pass for an identifier. `constructor` is the
 * one such word that every object of JavaScript answers to, and none of ours.
 */
export const IDENTIFIER_PATTERN = "^(?!constructor$)(?!.*([0-9a-f]{2}-?){6})[a-z][a-z0-9]*(-[a-z0-9]+)*$";
export const Identifier = (description: string) =>
  branded("Identifier", { pattern: IDENTIFIER_PATTERN, maxLength: 48, examples: ["door-three"], description });

/** Random identifier of one boot of a sensor: `b` and 16 letters g-v (each one nibble), so that no address fits in any spelling. */
export const BootId = (description: string) =>
  branded("BootId", { pattern: "^b[g-v]{16}$", maxLength: 17, examples: ["bghijklmnopqrstuv"], description });

/** Instant in UTC, RFC 3339 with milliseconds: `2026-11-24T08:45:28.000Z`. */
export const Timestamp = (description: string) =>
  branded("Timestamp", {
    // An instant that no calendar has would become NaN behind the check, and NaN poisons every comparison and every insert.
    pattern: "^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d\\.\\d{3}Z$",
    maxLength: 24,
    examples: ["2026-11-24T08:45:28.000Z"],
    description,
  });

/** A day of a calendar, whose zone the field says: `2026-11-24`. */
export const CalendarDay = (description: string) =>
  branded("CalendarDay", {
    pattern: "^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$",
    maxLength: 10,
    examples: ["2026-11-24"],
    description,
  });

/** Semantic version of our own software or contract. */
export const Version = (description: string) =>
  branded("Version", {
    pattern: "^\\d{1,5}\\.\\d{1,5}\\.\\d{1,5}(-[g-z][a-z0-9]{0,10})?$",
    maxLength: 32,
    examples: ["1.0.0"],
    description,
  });

/** Name out of a closed list in our code (a detector, a reason, a fact), in kebab case; no address fits, as in {@link Identifier}. */
export const CodeName = (description: string) =>
  branded("CodeName", { pattern: IDENTIFIER_PATTERN, maxLength: 64, examples: ["interface-gone"], description });

/** SHA-256 in hex: 64 digits, so no EUI-48 (12 digits) and no single name fits. */
export const Sha256 = (description: string) =>
  branded("Sha256", {
    pattern: "^[0-9a-f]{64}$",
    minLength: 64,
    maxLength: 64,
    examples: ["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"],
    description,
  });

/** Name of an argument of a command, as our own code writes it (`dwellMilliseconds`): letters, and no twelve hexadecimal digits in a row. */
export const ArgumentName = (description: string) =>
  branded("ArgumentName", {
    pattern: "^(?!constructor$)(?!.*([0-9A-Fa-f]{2}){6})[a-z][A-Za-z]*$",
    maxLength: 32,
    examples: ["dwellMilliseconds"],
    description,
  });

/** Public key of Ed25519 (RFC 8032) in hex: 64 digits. */
export const Ed25519Key = (description: string) =>
  branded("Ed25519Key", { pattern: "^[0-9a-f]{64}$", minLength: 64, maxLength: 64, description });

/** Signature of Ed25519 (RFC 8032) in hex: 128 digits. */
export const Ed25519Signature = (description: string) =>
  branded("Ed25519Signature", { pattern: "^[0-9a-f]{128}$", minLength: 128, maxLength: 128, description });

/**
 * A line of a log of which only words are left: letters and what joins them, two words at least. No digit stands in it, so no address with
 * one does; and nothing is looked up by it.
 */
export const LogWords = (description: string) =>
  branded("LogWords", {
    pattern: "^(?=[A-Za-z]+ )(?!.*([0-9A-Fa-f]{2}[- ]?){6})[A-Za-z ,;'()-]+$",
    maxLength: 240,
    examples: ["a part of the sensor ended"],
    description,
  });

/** A certificate as PEM (RFC 7468): base64 between its two lines. */
export const CertificatePem = (description: string) =>
  branded("CertificatePem", {
    pattern: "^-----BEGIN CERTIFICATE-----\\n([A-Za-z0-9+/=]{1,76}\\n)+-----END CERTIFICATE-----\\n?$",
    maxLength: 8192,
    description,
  });

/** Sentence written by our own code out of constants and numbers; never text from the air. */
export const ProductText = (description: string, maxLength = 400) => branded("ProductText", { maxLength, description });

/** Text typed by an operator in the collector. A sensor never sends it. */
export const OperatorText = (description: string, maxLength = 400, minLength = 0) =>
  branded("OperatorText", { pattern: NO_NUL, minLength, maxLength, description });

/**
 * A name that an operator gives, in one line that reads as it is written: no control characters (an ESC would speak to a terminal), nothing
 * that is not seen, and nothing that turns the direction of writing (Unicode UAX #9), behind which a name passes for another. Joiners
 * (U+200C, U+200D) stay: words of some scripts need them.
 */
export const OperatorName = (description: string, maxLength = 128) =>
  branded("OperatorText", { pattern: ONE_PLAIN_LINE, minLength: 1, maxLength, description });

/** Text that a device classified as a camera says of itself: model, firmware, a scope. Hostile; cut and escaped. */
export const CameraText = (description: string, maxLength = 256) => branded("CameraText", { maxLength, description });

/** Address of an HTTP resource typed by an operator, or made by us. */
export const Url = (description: string) =>
  branded("Url", { pattern: NO_NUL, maxLength: 2048, examples: ["https://hooks.example/probewarden"], description });

/** A page of our own, by its path: it begins with one slash, so that no browser reads another host in it. */
export const OwnPath = (description: string) =>
  branded("Url", {
    pattern: "^/([^/\\\\\\s\\u0000-\\u001f][^\\\\\\s\\u0000-\\u001f]*)?$",
    maxLength: 400,
    examples: ["/inbox"],
    description,
  });

/** Password, token or key on its way in. It is never sent out. */
export const Secret = (description: string, minLength = 1, maxLength = 1024) =>
  branded("Secret", { pattern: NO_NUL, minLength, maxLength, description });

/** Address of a mailbox (RFC 5321), as people type it. */
export const MailAddress = (description: string) =>
  branded("OperatorText", {
    pattern: '^[^\\s@<>,;:"()\\u0000-\\u001f]{1,64}@[A-Za-z0-9.-]{1,190}$',
    maxLength: 254,
    examples: ["duty@venue.example"],
    description,
  });

/** A phone number, with or without its country. */
export const PhoneNumber = (description: string) =>
  branded("OperatorText", { pattern: "^\\+?[0-9-]{5,20}$", maxLength: 21, examples: ["13800000000"], description });

/** A topic of ntfy. */
export const TopicName = (description: string) =>
  branded("OperatorText", { pattern: "^[A-Za-z0-9_-]{1,64}$", maxLength: 64, examples: ["duty"], description });

/** A chat of Telegram: its number, or `@` and the name of a channel. */
export const ChatName = (description: string) =>
  branded("OperatorText", {
    pattern: "^(-?[0-9]{1,20}|@[A-Za-z0-9_]{4,32})$",
    maxLength: 33,
    examples: ["-1001234567890"],
    description,
  });

/** A time of the day, `22:30`. */
export const ClockTime = (description: string) =>
  branded("ClockTime", { pattern: "^([01][0-9]|2[0-3]):[0-5][0-9]$", maxLength: 5, examples: ["22:30"], description });

/** What the receiver of a notice wrote back. Hostile; cut, in one line, and only shown. */
export const ReceiverText = (description: string) => branded("ReceiverText", { maxLength: 400, description });
