import type { Camera, CameraCategory, CameraStep } from "@probewarden/contract";
import { CATEGORIES, rungsOf } from "./ladder-steps.ts";

/** One thing that a person should look at on site, as a sentence's key and its words. Each says what is proven, and no more. */
export type Check =
  | { key: "private-zone" | "place-unknown" | "not-audited" }
  | { key: CheckedStep; category: CameraCategory }
  | { key: "not-filed" | "filing-unknown" | "no-sign" | "sign-unknown"; category: CameraCategory; step: CameraStep }
  | { key: "sends"; to: string; state: "set" | "on" };
type CheckedStep = Exclude<CameraStep, "unknown">;

/** What is asked about as such: it is taken of people, whoever they are, or counts and finds them. Cars and plain motion are not. */
const OF_PEOPLE: ReadonlySet<CameraCategory> = new Set([
  "face-recognition",
  "face-detection",
  "body-attributes",
  "gait",
  "people-counting",
  "person-detection",
]);
/** Of these item 11 asks whether they are filed, and whether visitors are told. */
const OF_FEATURES: ReadonlySet<CameraCategory> = new Set([
  "face-recognition",
  "face-detection",
  "body-attributes",
  "gait",
]);

/**
 * What a person should check where the camera hangs, from what is proven of it and what was written down. It accuses nobody: a function that
 * is configured and disabled is told as that, and what nobody looked at as that.
 */
export function whatToCheck({ finding, onSite = { by: "", at: "" } }: Pick<Camera, "finding" | "onSite">): Check[] {
  const { place, filed, sign } = onSite;
  const proven = CATEGORIES.flatMap((category) => {
    const step = finding.ladder.find((row) => row.category === category)?.step ?? "unknown";
    return step === "unknown" || !OF_PEOPLE.has(category) ? [] : [{ category, step }];
  });
  const [highest] = proven
    .filter(({ category }) => OF_FEATURES.has(category))
    .toSorted((a, b) => rungsOf(b.step) - rungsOf(a.step));
  return [
    ...(place === "private-zone" ? [{ key: "private-zone" } as const] : []),
    ...proven.map(({ category, step }) => ({ key: step, category })),
    ...(finding.sendsTo ?? []).flatMap(({ to, state }) =>
      to === "" || state === "can" ? [] : [{ key: "sends" as const, to, state }],
    ),
    ...(highest === undefined
      ? []
      : [
          ...(filed === true
            ? []
            : [{ key: filed === false ? ("not-filed" as const) : ("filing-unknown" as const), ...highest }]),
          ...(sign === "photographed"
            ? []
            : [{ key: sign === "none-seen" ? ("no-sign" as const) : ("sign-unknown" as const), ...highest }]),
        ]),
    ...(place === undefined ? [{ key: "place-unknown" } as const] : []),
    ...(finding.auditedAt === undefined ? [{ key: "not-audited" } as const] : []),
  ];
}
