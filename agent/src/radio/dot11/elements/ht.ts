import { OctetReader } from "../octet-reader.ts";

/** HT Capability Information (9.4.2.55.2). */
const CAPABILITY_INFORMATION = [
  ["ldpc", 1],
  ["fortyMhz", 1],
  ["smPowerSave", 2],
  ["greenfield", 1],
  ["shortGi20", 1],
  ["shortGi40", 1],
  ["txStbc", 1],
  ["rxStbc", 2],
  ["delayedBlockAck", 1],
  ["longestAMsdu", 1],
  ["dsssCck40", 1],
  ["", 1],
  ["fortyMhzIntolerant", 1],
  ["lSigTxopProtection", 1],
] as const;
/** A-MPDU Parameters (9.4.2.55.3). */
const A_MPDU = [
  ["longestAMpduExponent", 2],
  ["startSpacing", 3],
] as const;
/** Supported MCS Set (9.4.2.55.4) behind the bit mask of 77: highest rate in Mb/s, and what of it is sent. */
const MCS_REST = [
  ["rxHighestMbps", 10],
  ["", 6],
  ["txSetDefined", 1],
  ["txRxDiffer", 1],
  ["txStreams", 2],
  ["txUnequalModulation", 1],
] as const;
/** HT Extended Capabilities (9.4.2.55.5). */
const EXTENDED = [
  ["", 8],
  ["mcsFeedback", 2],
  ["htControl", 1],
  ["reverseDirectionResponder", 1],
] as const;
/** Transmit Beamforming Capabilities (9.4.2.55.6). */
const BEAMFORMING = [
  ["implicitReceiving", 1],
  ["rxStaggeredSounding", 1],
  ["txStaggeredSounding", 1],
  ["rxNdp", 1],
  ["txNdp", 1],
  ["implicit", 1],
  ["calibration", 2],
  ["explicitCsi", 1],
  ["explicitNoncompressed", 1],
  ["explicitCompressed", 1],
  ["explicitCsiFeedback", 2],
  ["explicitNoncompressedFeedback", 2],
  ["explicitCompressedFeedback", 2],
  ["minimalGrouping", 2],
  ["csiBeamformerAntennas", 2],
  ["noncompressedBeamformerAntennas", 2],
  ["compressedBeamformerAntennas", 2],
  ["csiRows", 2],
  ["channelEstimation", 2],
] as const;

/** HT Capabilities (9.4.2.55, ID 45): 26 octets. */
export function readHtCapabilities(information: Uint8Array) {
  const from = new OctetReader(information);
  const capabilities = from.bits(2, CAPABILITY_INFORMATION);
  const aMpdu = from.bits(1, A_MPDU);
  const rxMcs = from.take(10);
  const mcsRest = from.bits(6, MCS_REST);
  const extended = from.bits(2, EXTENDED);
  const beamforming = from.bits(4, BEAMFORMING);
  const antennaSelection = from.uint8();
  from.end();
  const streams = rxMcs === undefined ? undefined : streamsOf(rxMcs);
  return { capabilities, aMpdu, streams, mcsRest, extended, beamforming, antennaSelection, fault: from.fault };
}

/** Spatial streams that are received: MCS 0 to 31 are eight a stream. */
function streamsOf(rxMcs: Uint8Array): number {
  let streams = 0;
  while (streams < 4 && rxMcs[streams] !== 0) streams++;
  return streams;
}

/** HT Operation Information (9.4.2.56, Table 9-193). */
const OPERATION_INFORMATION = [
  ["secondaryChannelOffset", 2],
  ["anyWidth", 1],
  ["rifs", 1],
  ["", 4],
  ["protection", 2],
  ["nongreenfieldPresent", 1],
  ["", 1],
  ["obssNonHtPresent", 1],
  ["centreSegment2", 8],
  ["", 9],
  ["dualBeacon", 1],
  ["dualCts", 1],
  ["stbcBeacon", 1],
] as const;
/** Secondary Channel Offset: none, above, below; 2 is reserved. */
const RESERVED_OFFSET = 2;

/** HT Operation (9.4.2.56, ID 61): 22 octets. */
export function readHtOperation(information: Uint8Array) {
  const from = new OctetReader(information);
  const primaryChannel = from.uint8();
  const operation = from.bits(5, OPERATION_INFORMATION);
  const basicMcs = from.take(16);
  from.end();
  if (operation?.secondaryChannelOffset === RESERVED_OFFSET) from.fail("reserved-value");
  return { primaryChannel, operation, basicMcs, fault: from.fault };
}
