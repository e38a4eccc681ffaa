import { ConfigError } from "@probewarden/cli";
import { isSensorId, OperatorName } from "@probewarden/contract";
import { Check } from "typebox/value";

/** An id that an operator chose. @throws ConfigError */
export function checkId(id: string, what: "venue" | "floor" | "sensor", example: string): string {
  if (isSensorId(id)) return id;
  throw new ConfigError(
    `${JSON.stringify(id.slice(0, 80))}: it cannot name a ${what}, lower-case words joined by hyphens, 48 letters at most (example: ${example})`,
  );
}

/**
 * A name for the screens: one line that reads as it is written.
 * @param place where it was given: an option, or file and place in it
 * @throws ConfigError
 */
export function checkTitle(title: string, place: string, maxLength = 128): string {
  const isName: boolean = Check(OperatorName("a name", maxLength), title);
  if (isName) return title;
  throw new ConfigError(
    `${place} ${JSON.stringify(title.slice(0, 80))}: a name is one line of 1 to ${maxLength} letters, without control characters or marks that turn the direction of writing (example: "Door 3")`,
  );
}
