/**
 * In which order a person should see suspects, as SQL of a number: what nobody has settled before what somebody has, what is there before
 * what has ended, what is among the first of any one sensor before the many that a sensor reports behind its first (`suspects/fair-share.ts`),
 * then the heavier band. The indexes of migration 39 are made of these very words: other words would read the whole table, so whoever changes
 * them makes new indexes.
 */
export const NEED =
  "(case when settled = 1 then (case when state = 'ended' then 0 else 1 end)" +
  " else (case when state = 'ended' then 1 else 7 end) + (case when beyond = 1 then 0 else 3 end)" +
  " + (case when band = 'strong' then 3 when band = 'suspected' then 2 else 1 end) end)";

/** From here on {@link NEED} counts suspects that nobody has settled and that have not ended. */
export const NEED_OF_OPEN = 8;
