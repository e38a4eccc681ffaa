/** Input from which no place can be worked out, in words that name the thing and what is wrong with it. */
export class PlaceInputError extends Error {
  override readonly name = "PlaceInputError";
}

/** A finite number from `lowest` to `highest`, or an error that names it. */
export function checkedNumber(what: string, value: unknown, lowest: number, highest: number): number {
  if (typeof value !== "number" || !Number.isFinite(value))
    throw new PlaceInputError(`${what} is no number (${lowest} to ${highest} is meant)`);
  if (value < lowest || value > highest)
    throw new PlaceInputError(`${what} is ${value} (${lowest} to ${highest} is meant)`);
  return value;
}
