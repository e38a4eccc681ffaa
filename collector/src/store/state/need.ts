/**
 * In which order a person should see suspects, as SQL of a number: what nobody has settled before what somebody has, what is there before
 * what has ended, then the heavier band. The indexes of migration 18 are made of these very words: other words would read the whole table,
 * so whoever changes them makes new indexes.
 */
export const NEED =
  "(case when settled = 1 then (case when state = 'ended' then 0 else 1 end)" +
  " else (case when state = 'ended' then 1 else 4 end)" +
  " + (case when band = 'strong' then 3 when band = 'suspected' then 2 else 1 end) end)";

/**
 * The same for alerts: open ones before closed ones, and of open ones those whose suspect was strong at any time since. The indexes of
 * migration 36 are made of these very words.
 */
export const ALERT_NEED = "(case when state = 'closed' then 0 when band = 'strong' then 2 else 1 end)";
