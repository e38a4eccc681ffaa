/** Frame Control, second octet (9.2.4.1): flags. */
export const TO_DS = 0b0000_0001;
export const FROM_DS = 0b0000_0010;
export const RETRY = 0b0000_1000;
export const PROTECTED = 0b0100_0000;
export const PLUS_HTC = 0b1000_0000;

/** Offsets in the MAC header (9.2.3), and the length of a header with one, two, three and four addresses. */
export const DURATION = 2;
export const ADDRESS_1 = 4;
export const ADDRESS_2 = 10;
export const ADDRESS_3 = 16;
export const SEQUENCE_CONTROL = 22;
export const ADDRESS_4 = 24;
export const ONE_ADDRESS_OCTETS = 10;
export const TWO_ADDRESSES_OCTETS = 16;
export const THREE_ADDRESSES_OCTETS = 24;
export const FOUR_ADDRESSES_OCTETS = 30;

/** Bit of the subtype of data frames that have QoS Control (9.2.4.5) behind their addresses, and its length. */
export const QOS_SUBTYPE = 0b1000;
export const QOS_CONTROL_OCTETS = 2;
