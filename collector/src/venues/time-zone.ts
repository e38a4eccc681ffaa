import { ConfigError, nearest } from "@probewarden/cli";

/** IANA names as they are spelt. Older names (`PRC`, `Asia/Calcutta`) are known to Intl too and do not stand here. */
const ZONES = Intl.supportedValuesOf("timeZone");

/** What people in China type for their one zone, whose IANA name is its most populous city. */
const CHINA =
  /^(beijing|peking|北京|guangzhou|canton|shenzhen|chengdu|wuhan|tianjin|nanjing|hangzhou|xian|xi_an|chongqing|shenyang|china|china_standard_time|cst|中国|上海|(utc|gmt)\+0?8(:?00)?|\+0?8(:?00)?)$/;

/** Whether Intl, here and in browsers, can tell the time by it. Offsets (`+08:00`) are no IANA zones, and older browsers refuse them. */
export function isTimeZone(zone: string): boolean {
  if (!/^[A-Za-z]/.test(zone)) return false;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/**
 * The IANA time zone that was given, as it is spelt (`asia/shanghai` is Asia/Shanghai).
 * @param place where it was given: an option, or file and place in it
 * @throws ConfigError with a zone that may have been meant
 */
export function checkTimeZone(zone: string, place: string): string {
  if (isTimeZone(zone)) return ZONES.find((known) => known.toLowerCase() === zone.toLowerCase()) ?? zone;
  throw new ConfigError(
    `${place} ${JSON.stringify(zone)}: it is no IANA time zone (did you mean ${meantBy(zone)}? example: Asia/Shanghai)`,
  );
}

function meantBy(zone: string): string {
  // People put a city behind a continent as IANA does, whether IANA has it or not.
  const typed = zone
    .trim()
    .toLowerCase()
    .replace(/^asia\//, "")
    .replaceAll(/[\s'-]+/g, "_");
  if (CHINA.test(typed)) return "Asia/Shanghai";
  const city = (known: string): string => known.slice(known.lastIndexOf("/") + 1);
  const byCity = ZONES.find((known) => city(known).toLowerCase() === typed);
  if (byCity !== undefined) return byCity;
  const name = nearest(zone, ZONES);
  if (name !== undefined) return name;
  const likeCity = nearest(typed, ZONES.map(city));
  return ZONES.find((known) => city(known) === likeCity) ?? "Asia/Shanghai";
}
