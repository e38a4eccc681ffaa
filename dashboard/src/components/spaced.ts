/** Puts a thin space where Han meets Latin letters or digits, as in print. For our own sentences: what came from the air is shown as it is. */
export const spaced = (text: string): string =>
  text.replace(/(?<=[A-Za-z0-9])(?=\p{Script=Han})|(?<=\p{Script=Han})(?=[A-Za-z0-9])/gu, "\u2009");
