/**
 * Metres at which a phone-class transmitter (-30 dBm at one metre) reaches -85 dBm, where a radio still reads most frames, with the
 * path-loss exponent 3 of a furnished floor, less a wall.
 */
export const HEARING_RADIUS_METRES = 25;
