import {
  AlertStage,
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
export const ALERT_FILTERS = {
  ...OUTAGE_FILTERS,
  stage: Type.Optional(AlertStage),
  band: Type.Optional(Band),
  assignee: Type.Optional(OperatorText("only what this person has in hand; empty: only what nobody has", 64)),
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
