import { networkOf } from "../people/network-of.ts";

/** Who was not let in. A name stands here only where somebody has it, or where it is spelt as a sensor's: else it may be a password in the wrong field. */
export interface Refused {
  /** `wrong-sign-in` and `too-many-attempts` are people's, as the API answers them; the others are sensors'. */
  code: "wrong-sign-in" | "too-many-attempts" | "wrong-password" | "unknown-sensor";
  /** The address from which it came. */
  address: string;
  account?: string;
  sensor?: string;
}

/** Lines of one span: more would be the attacker's way to fill the log. */
const MOST = 32;
/** How long the same is counted instead of told, in milliseconds. */
const SPAN_MS = 10 * 60_000;

interface Log {
  warn(fields: object, text: string): void;
}

/**
 * Tells the log who was refused at the door, people and sensors: a line for each kind and network, the same again within ten minutes is counted.
 * A name that nobody has is not told apart from the next one, for whoever makes up names has plenty.
 */
export function doorLog(log: Log, now: () => number): (refused: Refused) => void {
  let began = Number.NEGATIVE_INFINITY;
  let untold = 0;
  /** How often each was refused since it was told. */
  let told = new Map<string, number>();
  let before = told;
  return ({ code, address, account, sensor }) => {
    const from = networkOf(address);
    const key = [code, from, account ?? "", code === "unknown-sensor" ? "" : (sensor ?? "")].join(" ");
    const missed = untold;
    if (now() - began >= SPAN_MS || now() < began) {
      began = now();
      untold = 0;
      before = told;
      told = new Map();
    }
    const times = told.get(key);
    if (times !== undefined) return void told.set(key, times + 1);
    if (told.size >= MOST) {
      if (untold === 0) log.warn({}, "more are refused than are told; the next ten minutes say how many");
      untold += 1;
      return;
    }
    const timesSince = before.get(key) ?? 0;
    const first = told.size === 0 && missed > 0 ? { untold: missed } : {};
    told.set(key, 0);
    const who = { ...(account === undefined ? {} : { account }), ...(sensor === undefined ? {} : { sensor }) };
    log.warn(
      { code, from, ...who, ...(timesSince === 0 ? {} : { timesSince }), ...first },
      code === "wrong-password" || code === "unknown-sensor" ? "a sensor was refused" : "a sign-in was refused",
    );
  };
}
