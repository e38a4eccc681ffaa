import { OctetReader } from "../octet-reader.ts";
import { streamsOfMap } from "./mcs-map.ts";
import { readPpeThresholds } from "./ppe-thresholds.ts";

/** HE MAC Capabilities Information (IEEE 802.11ax, 9.4.2.248.2). */
const MAC = [
  ["htControl", 1],
  ["twtRequester", 1],
  ["twtResponder", 1],
  ["dynamicFragmentation", 2],
  ["fragmentedMsdus", 3],
  ["smallestFragment", 2],
  ["triggerPadding", 2],
  ["multiTidRx", 3],
  ["linkAdaptation", 2],
  ["allAck", 1],
  ["trs", 1],
  ["bsr", 1],
  ["broadcastTwt", 1],
  ["blockAckBitmap32", 1],
  ["muCascading", 1],
  ["ackEnabledAggregation", 1],
  ["", 1],
  ["omControl", 1],
  ["ofdmaRandomAccess", 1],
  ["aMpduExponentExtension", 2],
  ["aMsduFragmentation", 1],
  ["flexibleTwt", 1],
  ["rxControlToMultiBss", 1],
  ["bsrpBqrpAggregation", 1],
  ["quietTimePeriod", 1],
  ["bqr", 1],
  ["psrResponder", 1],
  ["ndpFeedback", 1],
  ["ops", 1],
  ["aMsduWithoutBlockAck", 1],
  ["multiTidTx", 3],
  ["subchannelSelective", 1],
  ["ul2x996", 1],
  ["omUlMuDataDisable", 1],
  ["dynamicSmPowerSave", 1],
  ["puncturedSounding", 1],
  ["htVhtTrigger", 1],
] as const;

/** HE PHY Capabilities Information (9.4.2.248.3). Channel Width Set is seven bits, each a width of its own. */
const PHY = [
  ["", 1],
  ["forty24", 1],
  ["eighty5", 1],
  ["oneSixty", 1],
  ["eightyPlusEighty", 1],
  ["ru242In24", 1],
  ["ru242In5", 1],
  ["", 1],
  ["puncturedRx", 4],
  ["deviceClass", 1],
  ["ldpc", 1],
  ["su1xLtf", 1],
  ["midambleStreams", 2],
  ["ndp4xLtf", 1],
  ["stbcTx", 1],
  ["stbcRx", 1],
  ["dopplerTx", 1],
  ["dopplerRx", 1],
  ["fullBandwidthUlMuMimo", 1],
  ["partialBandwidthUlMuMimo", 1],
  ["dcmTx", 3],
  ["dcmRx", 3],
  ["partialBandwidthSu", 1],
  ["suBeamformer", 1],
  ["suBeamformee", 1],
  ["muBeamformer", 1],
  ["beamformeeStreams80", 3],
  ["beamformeeStreamsAbove80", 3],
  ["soundingDimensions80", 3],
  ["soundingDimensionsAbove80", 3],
  ["", 9],
  ["ppeThresholds", 1],
  ["psrSpatialReuse", 1],
  ["powerBoost", 1],
  ["su4xLtf", 1],
  ["mostColumns", 3],
  ["", 16],
  ["nominalPacketPadding", 2],
] as const;

/** NSTS and RU Index Bitmask of PPE Thresholds (9.4.2.248.5). */
const PPE_BITS = [3, 4] as const;

/** HE Capabilities (9.4.2.248, ID 255, extension 35). The MCS sets that are there follow from the widths; PPE Thresholds from a bit of their own. */
export function readHeCapabilities(information: Uint8Array) {
  const from = new OctetReader(information);
  const mac = from.bits(6, MAC);
  const phy = from.bits(11, PHY);
  const streams = {
    upTo80: readStreams(from),
    at160: optional(phy?.oneSixty),
    at80Plus80: optional(phy?.eightyPlusEighty),
  };
  const ppeThresholds = phy?.ppeThresholds === 1 ? readPpeThresholds(from, ...PPE_BITS) : undefined;
  return { mac, phy, streams, ppeThresholds, fault: from.fault };

  function optional(isThere: number | undefined): Streams | undefined {
    return isThere === 1 ? readStreams(from) : undefined;
  }
}

interface Streams {
  rx: number | undefined;
  tx: number | undefined;
}

function readStreams(from: OctetReader): Streams {
  return { rx: streamsOfMap(from.uint16()), tx: streamsOfMap(from.uint16()) };
}

/** HE 6 GHz Band Capabilities (9.4.2.263, extension 59): what HT and VHT Capabilities say in the other bands. */
export function readHe6GhzCapabilities(information: Uint8Array) {
  const from = new OctetReader(information);
  const capabilities = from.bits(2, [
    ["startSpacing", 3],
    ["longestAMpduExponent", 3],
    ["longestMpdu", 2],
    ["", 1],
    ["smPowerSave", 2],
    ["reverseDirectionResponder", 1],
    ["rxAntennaPattern", 1],
    ["txAntennaPattern", 1],
  ]);
  return { capabilities, fault: from.fault };
}
