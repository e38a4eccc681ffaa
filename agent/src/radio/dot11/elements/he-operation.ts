import { channelCentreMhz, isPreferredScanningChannel } from "../channels.ts";
import { OctetReader } from "../octet-reader.ts";
import { readVhtOperationInformation, wideByCentres } from "./vht.ts";

/** HE Operation Parameters (IEEE 802.11ax, 9.4.2.249): three of the bits say what follows. */
const PARAMETERS = [
  ["defaultPeDuration", 3],
  ["twtRequired", 1],
  ["txopRtsThreshold", 10],
  ["vhtOperation", 1],
  ["coHosted", 1],
  ["erSuDisabled", 1],
  ["sixGhzOperation", 1],
] as const;
const COLOUR = [
  ["colour", 6],
  ["partial", 1],
  ["disabled", 1],
] as const;
const SIX_GHZ_CONTROL = [
  ["channelWidth", 2],
  ["duplicateBeacon", 1],
  ["regulatory", 3],
] as const;

/** HE Operation (9.4.2.249, ID 255, extension 36). */
export function readHeOperation(information: Uint8Array) {
  const from = new OctetReader(information);
  const parameters = from.bits(3, PARAMETERS);
  const bssColour = from.bits(1, COLOUR);
  const basicMap = from.uint16();
  const vht = parameters?.vhtOperation === 1 ? readVhtOperationInformation(from) : undefined;
  const coHostedIndicator = parameters?.coHosted === 1 ? from.uint8() : undefined;
  const sixGhz = parameters?.sixGhzOperation === 1 ? readSixGhz(from) : undefined;
  return { parameters, bssColour, basicMap, vht, coHostedIndicator, sixGhz, fault: from.fault };
}

/** 6 GHz Operation Information: the only place where a 6 GHz access point says its channel. */
function readSixGhz(from: OctetReader) {
  const primaryChannel = from.uint8();
  const control = from.bits(1, SIX_GHZ_CONTROL);
  const centre0 = from.uint8();
  const centre1 = from.uint8();
  const minimumRateMbps = from.uint8();
  return {
    primaryChannel,
    channelMhz: primaryChannel === undefined ? undefined : channelCentreMhz("6", primaryChannel),
    isScannedFirst: primaryChannel !== undefined && isPreferredScanningChannel(primaryChannel),
    control,
    centre0,
    centre1,
    minimumRateMbps,
    widthMhz: widthOf(control?.channelWidth, centre0, centre1),
  };
}

/** 20, 40, 80; 3 is 160 or 80+80 by the distance of the centres, as in VHT; centres that are neither name no width. */
function widthOf(width: number | undefined, centre0 = 0, centre1 = 0): string | undefined {
  if (width === undefined) return undefined;
  return width < 3 ? String(20 << width) : wideByCentres(centre0, centre1);
}
