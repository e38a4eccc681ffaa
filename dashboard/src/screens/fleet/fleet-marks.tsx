import { useMemo } from "react";
import { SensorShape } from "../../components/marks.tsx";
import { useText } from "../../text/text.ts";
import { placeNames } from "../venue/mark-place.ts";
import { usePixelsPerMetre } from "../venue/plan-map.tsx";
import { PlanMarker } from "../venue/plan-marker.tsx";
import type { PlacedMember } from "./fleet-places.ts";
import { settingsOf, standingOf, type SettingsStanding, type Standing } from "./standing.ts";

/** What is written at a mark's upper and lower corner; a mark without is well, and set as it is to be. */
const STANDING_SIGNS: Partial<Record<Standing, string>> = { needs: "!", unanswered: "?" };
const SETTINGS_SIGNS: Partial<Record<SettingsStanding, string>> = { notApplied: "≠", waiting: "…" };
/** A floor that fits has so much room on either side, in pixels; names may reach into it. */
const BESIDE_PX = 20;

/** A mark as it is drawn, for the plan and for what its signs mean. */
function FleetMark({
  state,
  isCanary = false,
  standing,
  settings,
}: {
  state: Parameters<typeof SensorShape>[0]["state"];
  isCanary?: boolean;
  standing?: string | undefined;
  settings?: string | undefined;
}) {
  return (
    <span className={isCanary ? "fleet-mark canary" : "fleet-mark"} aria-hidden="true">
      <SensorShape state={state} size={18} />
      {standing !== undefined && <b className="standing">{standing}</b>}
      {settings !== undefined && <b className="settings">{settings}</b>}
    </span>
  );
}

/** The sensors of one floor, each with its version beside its name where that covers nothing. */
export function FleetMarks({
  members,
  widthMetres,
  chosen,
  press,
}: {
  members: readonly PlacedMember[];
  /** Of the floor. */
  widthMetres: number;
  /** Ids of those that are chosen; undefined: who looks chooses none, for there is nothing that he may tell them. */
  chosen: ReadonlySet<string> | undefined;
  press: (sensorId: string) => void;
}) {
  const { t, code } = useText();
  const scale = usePixelsPerMetre();
  const named = members.map((member) => {
    const { row, sensor } = member;
    const name = sensor?.name ?? row.sensorId;
    const version = row.version ?? t("fleet.noVersion");
    return { ...member, caption: `${name} · ${version}` };
  });
  const stands = useMemo(
    () =>
      placeNames(
        named.map(({ at, caption }) => ({ at: { x: at.x * scale, y: at.y * scale }, name: caption })),
        [],
        { left: -BESIDE_PX, right: widthMetres * scale + BESIDE_PX },
      ),
    [members, scale, widthMetres, t],
  );
  return named.map(({ row, sensor, at, caption }, nth) => {
    const isCanary = row.ring === "canary";
    const isChosen = chosen?.has(row.sensorId) === true;
    const standing = standingOf(row, sensor);
    const settings = settingsOf(row);
    const stand = stands[nth];
    // It begins with what is written beside the mark: who speaks to the page says that.
    const words = [
      caption,
      code("standing", standing),
      t(isCanary ? "fleet.isCanary" : "fleet.isRest"),
      t(`fleet.settingsAre.${settings}`),
    ];
    return (
      <PlanMarker
        key={row.sensorId}
        at={at}
        label={words.join(" · ")}
        front={isChosen}
        {...(chosen && { "aria-pressed": isChosen })}
        onChoose={() => press(row.sensorId)}
      >
        <span className={isChosen ? "chosen" : ""}>
          <FleetMark
            state={sensor?.state ?? "unknown"}
            isCanary={isCanary}
            standing={STANDING_SIGNS[standing]}
            settings={SETTINGS_SIGNS[settings]}
          />
        </span>
        {stand && (
          <span
            className={`mark-label ${stand.side}`}
            style={stand.asidePx === 0 ? undefined : { marginLeft: stand.asidePx }}
          >
            {caption}
          </span>
        )}
      </PlanMarker>
    );
  });
}

/** What the marks mean. */
export function FleetLegend() {
  const { t, code } = useText();
  return (
    <div className="legend">
      <span>
        <FleetMark state="hearing" /> {code("standing", "well")}
      </span>
      <span>
        <FleetMark state="deaf" standing={STANDING_SIGNS.needs} /> {code("standing", "needs")}
      </span>
      <span>
        <FleetMark state="offline" /> {code("standing", "away")}
      </span>
      <span>
        <FleetMark state="hearing" standing={STANDING_SIGNS.unanswered} /> {code("standing", "unanswered")}
      </span>
      <span>
        <FleetMark state="hearing" isCanary /> {t("fleet.isCanary")}
      </span>
      <span>
        <FleetMark state="hearing" settings={SETTINGS_SIGNS.notApplied} /> {t("fleet.settingsAre.notApplied")}
      </span>
      <span>
        <FleetMark state="hearing" settings={SETTINGS_SIGNS.waiting} /> {t("fleet.settingsAre.waiting")}
      </span>
    </div>
  );
}
