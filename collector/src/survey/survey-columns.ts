import type { AirSurvey, SurveyRow } from "@probewarden/contract";

/** A line of the file: somebody who was heard, or a place where nobody could have been heard. */
type Line =
  | SurveyRow
  | { kind: "channel-not-listened"; channelMhz: number }
  | { kind: "floor-not-listened"; floorId: string };

/** The lines of a survey: what was not listened to stands behind the rows, for who has only the file. */
export const surveyLines = ({ items, bands, floorsNotListened }: AirSurvey): Line[] => [
  ...items,
  ...bands.flatMap(({ notListened }) =>
    notListened.map((channelMhz) => ({ kind: "channel-not-listened" as const, channelMhz })),
  ),
  ...floorsNotListened.map((floorId) => ({ kind: "floor-not-listened" as const, floorId })),
];

const heard = (line: Line): SurveyRow | undefined => ("couldBe" in line ? line : undefined);

export const SURVEY_COLUMNS = {
  kind: (line: Line) => line.kind,
  transmitter: (line: Line) => heard(line)?.transmitter,
  transmitterCount: (line: Line) => heard(line)?.transmitterCount,
  nameHex: (line: Line) => heard(line)?.name,
  channelMhz: (line: Line) => ("channelMhz" in line ? line.channelMhz : undefined),
  floorId: (line: Line) => ("floorId" in line ? line.floorId : undefined),
  firstHeardAt: (line: Line) => heard(line)?.firstHeardAt,
  lastHeardAt: (line: Line) => heard(line)?.lastHeardAt,
  loudestDbm: (line: Line) => heard(line)?.sensors[0]?.levelDbm,
  sensors: (line: Line) =>
    heard(line)
      ?.sensors.map(({ sensorId }) => sensorId)
      .join(" "),
  couldBe: (line: Line) => heard(line)?.couldBe.join(" "),
  mark: (line: Line) => heard(line)?.mark,
  suspectId: (line: Line) => heard(line)?.suspectId,
  suspicion: (line: Line) => heard(line)?.suspicion,
  band: (line: Line) => heard(line)?.band,
};
