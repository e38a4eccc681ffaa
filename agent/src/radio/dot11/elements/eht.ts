import { OctetReader } from "../octet-reader.ts";
import { readPpeThresholds } from "./ppe-thresholds.ts";

/** EHT Operation Parameters (IEEE 802.11be, 9.4.2.311): two bits say what follows. */
const OPERATION_PARAMETERS = [
  ["operationInformation", 1],
  ["disabledSubchannels", 1],
  ["defaultPeDuration", 1],
  ["groupAddressedBuLimit", 1],
  ["groupAddressedBuExponent", 2],
  ["mcs15Disabled", 1],
] as const;
/** Control, Channel Width: 20 MHz × 2^n up to 320. */
const WIDEST = 4;

/** EHT Operation (9.4.2.311, ID 255, extension 106). */
export function readEhtOperation(information: Uint8Array) {
  const from = new OctetReader(information);
  const parameters = from.bits(1, OPERATION_PARAMETERS);
  const basicMcs = from.take(4);
  let operation: { widthMhz: number | undefined; centre0: number | undefined; centre1: number | undefined } | undefined;
  /** One bit for each 20 MHz that is left out (preamble puncturing), lowest first. */
  let disabledSubchannels: number | undefined;
  if (parameters?.operationInformation === 1) {
    const control = from.bits(1, [["width", 3]]);
    const isKnown = control !== undefined && control.width <= WIDEST;
    operation = { widthMhz: isKnown ? 20 << control.width : undefined, centre0: from.uint8(), centre1: from.uint8() };
    if (parameters.disabledSubchannels === 1) disabledSubchannels = from.uint16();
    if (control !== undefined && !isKnown) from.fail("reserved-value");
  } else if (parameters?.disabledSubchannels === 1) {
    // The bitmap stands in what is not there.
    from.fail("missing");
  }
  return { parameters, basicMcs, operation, disabledSubchannels, fault: from.fault };
}

/** EHT MAC Capabilities Information (9.4.2.313.2). */
const MAC = [
  ["epcsPriorityAccess", 1],
  ["omControl", 1],
  ["txopSharing1", 1],
  ["txopSharing2", 1],
  ["restrictedTwt", 1],
  ["scsTrafficDescription", 1],
  ["longestMpdu", 2],
  ["aMpduExponentExtension", 1],
  ["trs", 1],
  ["txopReturn", 1],
  ["twoBqrs", 1],
  ["linkAdaptation", 2],
] as const;

/** EHT PHY Capabilities Information (9.4.2.313.3). */
const PHY = [
  ["", 1],
  ["threeTwenty", 1],
  ["ru242Wider", 1],
  ["ndp4xLtf", 1],
  ["partialBandwidthUlMuMimo", 1],
  ["suBeamformer", 1],
  ["suBeamformee", 1],
  ["beamformeeStreams80", 3],
  ["beamformeeStreams160", 3],
  ["beamformeeStreams320", 3],
  ["soundingDimensions80", 3],
  ["soundingDimensions160", 3],
  ["soundingDimensions320", 3],
  ["", 8],
  ["psrSpatialReuse", 1],
  ["powerBoost", 1],
  ["su4xLtf", 1],
  ["mostColumns", 4],
  ["", 3],
  ["ppeThresholds", 1],
  ["commonPacketPadding", 2],
  ["mostLtfs", 5],
  ["mcs15", 4],
  ["dup6Ghz", 1],
] as const;

/** NSS and RU Index Bitmask of PPE Thresholds (9.4.2.313.5). */
const PPE_BITS = [4, 5] as const;

/** What the length of EHT Capabilities depends on and stands elsewhere: the widths of HE Capabilities, and whether an access point sent it. */
export interface EhtContext {
  isAccessPoint: boolean;
  /** Wider than 20 MHz, and 160 MHz, by HE Capabilities. */
  above20: boolean;
  oneSixty: boolean;
}

/** EHT Capabilities (9.4.2.313, ID 255, extension 108). Without its context the MCS sets cannot be told from what is behind them, and are not read. */
export function readEhtCapabilities(information: Uint8Array, context?: EhtContext) {
  const from = new OctetReader(information);
  const mac = from.bits(2, MAC);
  const phy = from.bits(9, PHY);
  let mcsOctets: number | undefined;
  let ppeThresholds: Uint8Array | undefined;
  if (context !== undefined) {
    // 9.4.2.313.4: a station of 20 MHz only has one map of four octets; all others three octets for each of the widths.
    const only20 = !context.isAccessPoint && !context.above20;
    mcsOctets = only20 ? 4 : 3 * (1 + Number(context.oneSixty) + (phy?.threeTwenty ?? 0));
    if (from.take(mcsOctets) === undefined) mcsOctets = undefined;
    if (phy?.ppeThresholds === 1) ppeThresholds = readPpeThresholds(from, ...PPE_BITS);
  }
  return { mac, phy, mcsOctets, ppeThresholds, fault: from.fault };
}
