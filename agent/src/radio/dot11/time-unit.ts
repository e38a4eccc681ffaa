/** 9.4.1.3: what beacon intervals are counted in, a time unit, in microseconds and in seconds. */
export const TU_MICROSECONDS = 1_024;
export const TU_SECONDS = TU_MICROSECONDS / 1e6;
