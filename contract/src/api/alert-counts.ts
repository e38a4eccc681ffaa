import { Type, type Static } from "typebox";
import { Identifier, OperatorName } from "../brands.ts";
import { Band, Suspicion } from "../suspicion.ts";
import { MOST_ALERTS_COUNTED } from "./figures.ts";

/** Parts of the inbox, as its tabs have it. */
export const AlertView = Type.Union(
  [
    Type.Literal("open"),
    Type.Literal("new"),
    Type.Literal("mine"),
    Type.Literal("changed"),
    Type.Literal("snoozed"),
    Type.Literal("settled"),
  ],
  {
    description:
      "open: not settled and not put off; new: nobody has said that they saw it; mine: not settled, and `person` has it in hand; changed: its last step came after `sinceMs` and was not `person`'s; snoozed: put off; settled: closed or authorised",
  },
);
export type AlertView = Static<typeof AlertView>;

/** What an alert is about. */
export const AlertAbout = Type.Union([...Suspicion.anyOf, Type.Literal("camera")], {
  description: "the suspicion of its suspect, or `camera`: a step that a camera was proven to have climbed",
});
export type AlertAbout = Static<typeof AlertAbout>;

const count = (what: string) =>
  Type.Integer({ minimum: 0, maximum: MOST_ALERTS_COUNTED, description: `${what}; the bound: that many or more` });
const n = count("how many alerts");
const part = { additionalProperties: false } as const;

/** Venues and persons that one answer counts. */
export const MOST_COUNTED_PARTS = 500;

/** How many alerts there are, as the inbox shows it beside its tabs and filters. */
export const AlertCounts = Type.Object(
  {
    views: Type.Object(
      {
        open: count("alerts of this view within the filters"),
        new: count("alerts of this view within the filters"),
        mine: count("alerts of this view within the filters"),
        changed: count("alerts of this view within the filters"),
        snoozed: count("alerts of this view within the filters"),
        settled: count("alerts of this view within the filters"),
      },
      { ...part, description: "for each view, within the other filters" },
    ),
    venues: Type.Array(Type.Object({ venueId: Identifier("the venue"), n }, part), {
      maxItems: MOST_COUNTED_PARTS,
      description: "of the view, within the filters but that of the venue, by venue: those with most first",
    }),
    bands: Type.Array(Type.Object({ band: Band, n }, part), {
      maxItems: 3,
      description: "the same by the heaviest band that was reached, without the filter of the band",
    }),
    abouts: Type.Array(Type.Object({ about: AlertAbout, n }, part), {
      maxItems: 4,
      description: "the same by what they are about, without that filter",
    }),
    assignees: Type.Array(
      Type.Object({ assignee: Type.Optional(OperatorName("who has them in hand; absent: nobody", 64)), n }, part),
      { maxItems: MOST_COUNTED_PARTS, description: "the same by who has them in hand, without that filter" },
    ),
    since: Type.Object(
      {
        fresh: count("opened since"),
        back: count("came back since"),
        ended: count("ended since"),
        other: count("changed otherwise since"),
      },
      {
        ...part,
        description:
          "what changed after `sinceMs` and was not `person`'s doing, whatever the filters; each alert once, by the first of these that holds",
      },
    ),
  },
  { additionalProperties: false, $id: "AlertCounts" },
);
export type AlertCounts = Static<typeof AlertCounts>;
