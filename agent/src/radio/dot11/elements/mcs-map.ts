/** VHT and HE say for each of eight numbers of spatial streams, in two bits, up to which MCS they are supported; 3: not at all. */
const NOT_SUPPORTED = 3;

/** Spatial streams that a map of VHT- or HE-MCS supports. */
export function streamsOfMap(map: number | undefined): number | undefined {
  if (map === undefined) return undefined;
  let streams = 8;
  while (streams > 0 && ((map >> (2 * (streams - 1))) & 0b11) === NOT_SUPPORTED) streams--;
  return streams;
}
