/** Asks again only after so many milliseconds; in between the answer before is given, also while the next is under way. */
export function keptFor<T>(ms: number, now: () => number, ask: () => Promise<T>): () => Promise<T> {
  let askedAt = -Infinity;
  let answer: Promise<T> | undefined;
  return () => {
    const age = now() - askedAt;
    // A clock that was set back must not keep an answer for ever.
    if (answer === undefined || age >= ms || age < 0) {
      askedAt = now();
      answer = ask();
    }
    return answer;
  };
}
