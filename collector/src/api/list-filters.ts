import {
  AlertAbout,
  AlertStage,
  AlertView,
  Band,
  Identifier,
  NoticeRow,
  OperatorText,
  SensorState,
  SuspectState,
  Suspicion,
} from "@probewarden/contract";
import { Type } from "typebox";

/** By what each list, and its file, can be asked for a part of it. */
export const OF_VENUE = { venueId: Type.Optional(Identifier("only this venue")) };

export const SUSPECT_FILTERS = {
  ...OF_VENUE,
  state: Type.Optional(SuspectState),
  band: Type.Optional(Band),
  suspicion: Type.Optional(Suspicion),
};
export const SENSOR_FILTERS = { ...OF_VENUE, state: Type.Optional(SensorState) };
export const OUTAGE_FILTERS = {
  ...OF_VENUE,
  state: Type.Optional(Type.Union([Type.Literal("open"), Type.Literal("closed")], { description: "only these" })),
};
/** What the inbox can be narrowed down to, for its list and its counts. */
export const INBOX_FILTERS = {
  view: Type.Optional(AlertView),
  band: Type.Optional(Band),
  about: Type.Optional(AlertAbout),
  assignee: Type.Optional(OperatorText("only what this person has in hand; empty: only what nobody has", 64)),
  person: Type.Optional(
    OperatorText("who looks, for the views `mine` and `changed`; absent: nobody, so that nothing is theirs", 64),
  ),
  sinceMs: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: 9_999_999_999_999,
      description: "since when they have not looked, in milliseconds since 1970 UTC, for the view `changed`",
    }),
  ),
};
export const ALERT_FILTERS = {
  ...OUTAGE_FILTERS,
  alertId: Type.Optional(Identifier("only this one")),
  stage: Type.Optional(AlertStage),
  ...INBOX_FILTERS,
};
export const NEWCOMER_FILTERS = {
  ...OF_VENUE,
  open: Type.Optional(Type.Boolean({ description: "true: only those that nobody has marked as known or ours" })),
};
export const NOTICE_FILTERS = {
  channelId: Type.Optional(Identifier("only of this channel")),
  subjectId: Type.Optional(Identifier("only what tells of this alert or outage")),
  state: Type.Optional(NoticeRow.properties.state),
};
