// Days as `YYYY-MM-DD`: a calendar's arithmetic knows no zones.
const DAY_MS = 86_400_000;
const WEEK = 7;

const textOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** The day so many days later. */
export const addDays = (date: string, days: number): string => textOf(Date.parse(date) + days * DAY_MS);

/** The same day of another month; its last where that month is shorter. */
export function addMonths(date: string, months: number): string {
  const [year = 0, month = 0, day = 0] = date.split("-").map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return textOf(Date.UTC(year, month - 1 + months, Math.min(day, last)));
}

/** Monday 0, Sunday 6. */
export const weekdayOf = (date: string): number => (new Date(date).getUTCDay() + 6) % WEEK;

/** The weeks in which the month of a day lies, Monday first: at most six. */
export function weeksOf(date: string): string[][] {
  const first = `${date.slice(0, 7)}-01`;
  const end = addMonths(first, 1);
  const weeks: string[][] = [];
  for (let monday = addDays(first, -weekdayOf(first)); monday < end; monday = addDays(monday, WEEK))
    weeks.push(Array.from({ length: WEEK }, (_, day) => addDays(monday, day)));
  return weeks;
}

/** The day that an instant is on in a zone. */
export const dateOf = (at: number, timeZone: string | undefined): string =>
  new Intl.DateTimeFormat("en-CA", {
    ...(timeZone === undefined ? {} : { timeZone }),
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  }).format(at);

/** The day to which a key leads in a calendar; undefined: none of its keys. */
export function dayForKey(key: string, date: string): string | undefined {
  switch (key) {
    case "ArrowLeft":
      return addDays(date, -1);
    case "ArrowRight":
      return addDays(date, 1);
    case "ArrowUp":
      return addDays(date, -WEEK);
    case "ArrowDown":
      return addDays(date, WEEK);
    case "Home":
      return addDays(date, -weekdayOf(date));
    case "End":
      return addDays(date, WEEK - 1 - weekdayOf(date));
    case "PageUp":
      return addMonths(date, -1);
    case "PageDown":
      return addMonths(date, 1);
    default:
      return undefined;
  }
}
