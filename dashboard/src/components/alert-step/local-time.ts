const two = (n: number): string => String(n).padStart(2, "0");

/** An instant as a field of date and time has it, in the browser's zone: `2026-11-24T16:00`. */
export const localText = (date: Date): string =>
  `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`;

/** The full hour of the same day, in the browser's zone. */
export function at(date: Date, hour: number): Date {
  const then = new Date(date);
  then.setHours(hour, 0, 0, 0);
  return then;
}

/** So many days later, at the same time of day. */
export function inDays(date: Date, days: number): Date {
  const then = new Date(date);
  then.setDate(then.getDate() + days);
  return then;
}
