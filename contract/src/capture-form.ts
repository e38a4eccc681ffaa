/**
 * The form of the capture in an excerpt, for who writes and who checks it: pcapng (draft-ietf-opsawg-pcapng) of one little-endian section, two
 * interfaces of link type 127 (radiotap), and Enhanced Packet Blocks without options.
 */
export const CAPTURE_FORM = {
  /** Frames that carry a check sequence: it was right at the sensor, and is computed anew over what stands here. */
  checkedInterface: 0,
  /** Frames of which the sensor could not tell whether they were damaged. */
  uncheckedInterface: 1,
  /** Link type of both. */
  radiotap: 127,
  /** Octets kept of a frame, its radiotap header included. */
  snapLength: 1_024,
  /** Fields of the radiotap header that may be present, as its mask: TSFT, Flags, Rate, Channel, antenna signal. */
  radiotapFields: 0b10_1111,
  /** Longest radiotap header, in octets. */
  radiotapOctets: 32,
  /** What the length on air says beyond what was kept, in octets, where elements are missing: no more than that some are. */
  missingOctets: 16,
  /** Octets of a management frame's body before its elements, by subtype (9.3.3); -1: a header and nothing more. */
  fixedOctets: [4, 6, 10, 6, 0, 12, 12, -1, 12, -1, 2, 6, 2, 2, 2, -1],
  /** A PS-Poll's association ID has its two highest bits set (9.2.4.2); the rest, the number that an access point gave somebody, is zero. */
  anyAssociationId: 0xc001,
  /**
   * Octets of an element's information that stay, by Element ID (9.4.2.1): what a detector reads. The others are zeros, as many as there were, and
   * so are those of all other elements; the first SSID (0) holds a name. TIM: DTIM count and period, and not for whom something waits. Vendor
   * specific: maker and type.
   */
  keptOctets: { 1: 8, 3: 1, 5: 3, 7: 2, 37: 3, 50: 8, 60: 4, 61: 1, 221: 4, 255: 1 } as Readonly<
    Record<number, number>
  >,
  /**
   * First two octets of every pseudonym, group bit clear: locally administered (IEEE 802, 8.4.2), so that it is nobody's by assignment. The
   * other four are drawn at random for each file.
   */
  pseudonym: [0x52, 0x57],
  /** Octets of a name that stands for another: `~` and eleven letters g to v, whatever the length of the name. */
  nameOctets: 12,
  /** How every name of Wi-Fi Direct begins (Wi-Fi Direct 1.9, 3.2.1): it stays, alone or in front of a pseudonym. */
  directName: "DIRECT-",
  /** First octet of such a name. */
  nameMark: 0x7e,
} as const;
