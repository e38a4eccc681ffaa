import type { Sending } from "./notice-channel.ts";
import { byStatus, tooMany, type Answered } from "./http-post.ts";
import { jsonObject, said } from "./receiver-words.ts";

/**
 * What a chat robot's answer means: these robots answer 200 to everything, and say in the body whether they took it.
 * @param names of the members that hold the number of the error (0: none) and its words
 * @param busy numbers by which it says that it had too many
 */
export function robotAnswer(
  { status, text }: Answered,
  names: { error: readonly string[]; words: readonly string[] },
  busy: readonly number[],
): Sending {
  if (status < 200 || status >= 300) return byStatus(status);
  const answer = jsonObject(text);
  const error = names.error.map((name) => answer?.[name]).find((value) => typeof value === "number");
  // Whatever it is that answered: not a robot of this kind.
  if (typeof error !== "number")
    return { ok: false, message: "answered without saying whether it took it", code: "refused", facts: { status } };
  if (error === 0) return byStatus(status);
  if (busy.includes(error)) return { ...tooMany({ status }), facts: { error, seconds: 60 } };
  const words = names.words.map((name) => answer?.[name]).find((value) => typeof value === "string");
  return { ok: false, message: `refused it (${error})`, code: "refused", facts: { error }, ...said(words) };
}

/** `<at …>` and `<@…>` in a text mention people of the room: no name from elsewhere may. */
export const withoutMentions = (text: string): string => text.replaceAll("<", "＜");

/** Whom a robot tells: its host, and how many people it mentions. */
export const toRobot = ({ address, mobiles = [] }: { address?: string; mobiles?: readonly string[] }): string =>
  [hostOfSecret(address), ...(mobiles.length === 0 ? [] : [`@${mobiles.length}`])].join(" ");

/** Host of an address that is itself a secret. */
function hostOfSecret(address: string | undefined): string {
  return address !== undefined && URL.canParse(address) ? new URL(address).host : "";
}
