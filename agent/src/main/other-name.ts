/** Why a box has another name than it asked for: another box has that one, or this one joined by the same code before and keeps its own. */
export type OtherName = "another-box" | "joined-before";

/**
 * Says which of the two it is. A collector puts a number behind a name that another box has; any other name than that is what this box was called before.
 *
 * @param asked the name that was asked for
 * @param given the name that it has
 */
export function otherName(asked: string, given: string): OtherName {
  return given.startsWith(`${asked}-`) && /^\d+$/.test(given.slice(asked.length + 1)) ? "another-box" : "joined-before";
}
