import type { Resident, SensorSetup } from "@probewarden/contract";
import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { request } from "../../api/client.ts";
import type { Items } from "../../api/pages.ts";
import { useLevels, useSuspects } from "../../api/queries.ts";
import type { ShownSensor } from "../../api/shown-sensor.ts";
import { channelOf, levelText } from "../../components/figures.ts";
import { Moment, useNow } from "../../components/moment.tsx";
import { networkName } from "../../components/network-name.ts";
import { useSentence } from "../../components/use-sentence.ts";
import { useText } from "../../text/text.ts";
import { isFresh, type Heard } from "./heard.ts";
import type { Acts } from "./use-acts.ts";

/** While somebody waits for a level it is asked for so often. A sensor tells each minute when it is over. */
const LOOK_MS = 10_000;
/** Transmitters that are offered of each kind: the loudest. */
const OFFERED = 30;

/** What this sensor hears now of a transmitter that a person chose: an access point, or a suspect. Visitors' devices are told by no sensor. */
export function HearStep({ sensor, setup, acts }: { sensor: ShownSensor; setup: SensorSetup | undefined; acts: Acts }) {
  const { t } = useText();
  const id = useId();
  const [chosen, setChosen] = useState("");
  const { sensorId } = sensor;
  const residents = useQuery({
    queryKey: ["residents", sensorId],
    queryFn: async () => (await request<Items<Resident>>("GET", `/api/sensors/${sensorId}/residents`)).items,
    refetchInterval: LOOK_MS,
  });
  const suspects = (useSuspects().data ?? []).filter((one) => one.venueId === sensor.venueId && one.state === "active");
  const sentence = useSentence();
  const points = (residents.data ?? []).toSorted((a, b) => b.medianDbm - a.medianDbm).slice(0, OFFERED);
  const suspect = suspects.find((one) => one.suspectId === chosen);
  const point = points.find((one) => one.transmitter === chosen);
  return (
    <div className="form">
      <p className="muted">{t("ladder.hearMore")}</p>
      <div className="field">
        <label htmlFor={id}>{t("ladder.which")}</label>
        <select id={id} value={chosen} onChange={(event) => setChosen(event.target.value)}>
          <option value="">{t("ladder.choose")}</option>
          <optgroup label={t("ladder.points")}>
            {points.map((one) => (
              // A name out of the air, and an address: in no language.
              <option key={`${one.transmitter}/${one.channelMhz}`} className="mono" value={one.transmitter}>
                {one.name === undefined ? t("residents.noName") : t("name.quoted", { name: networkName(one.name) })} ·{" "}
                {t("ladder.channel", { n: channelOf(one.channelMhz) ?? one.channelMhz })} · {one.transmitter}
              </option>
            ))}
          </optgroup>
          <optgroup label={t("ladder.suspects")}>
            {suspects.slice(0, OFFERED).map((one) => (
              <option key={one.suspectId} value={one.suspectId}>
                {sentence(one)}
              </option>
            ))}
          </optgroup>
        </select>
      </div>
      {residents.data?.length === 0 && suspects.length === 0 && <p className="muted">{t("ladder.hearsNothing")}</p>}
      {point !== undefined && (
        <Level
          heard={{ dbm: point.medianDbm, at: Date.parse(point.lastHeardAt), transmitter: point.transmitter }}
          sensorId={sensorId}
          acts={acts}
        />
      )}
      {suspect !== undefined && (
        <SuspectLevel
          suspectId={suspect.suspectId}
          transmitters={suspect.transmitters}
          sensorId={sensorId}
          acts={acts}
        />
      )}
      {setup?.heard !== undefined && (
        <p>
          {t("ladder.proven", { level: levelText(setup.heard.levelDbm), by: setup.heard.by })}{" "}
          <Moment at={setup.heard.at} venueId={sensor.venueId} />
        </p>
      )}
    </div>
  );
}

function SuspectLevel({
  suspectId,
  transmitters,
  sensorId,
  acts,
}: {
  suspectId: string;
  transmitters: readonly string[];
  sensorId: string;
  acts: Acts;
}) {
  const levels = useLevels(suspectId, 1);
  const last = levels.data?.find((series) => series.sensorId === sensorId)?.points.at(-1);
  const [transmitter] = transmitters;
  return (
    <Level
      heard={last && transmitter !== undefined ? { dbm: last[2], at: last[0], transmitter } : undefined}
      sensorId={sensorId}
      acts={acts}
    />
  );
}

/** The level, large enough for the foot of the ladder, and how old it is in words. */
function Level({ heard, sensorId, acts }: { heard: Heard | undefined; sensorId: string; acts: Acts }) {
  const { t } = useText();
  const now = useNow();
  const fresh = heard !== undefined && isFresh(heard, now);
  return (
    <>
      <div className={`hearing-now${fresh ? "" : " old"}`} role="status">
        {heard === undefined ? (
          <p>{t("ladder.notHeardYet")}</p>
        ) : (
          <>
            <p className="level num">{levelText(heard.dbm)}</p>
            <p>
              {t(fresh ? "ladder.heardNow" : "ladder.heardOld")} <Moment at={heard.at} />
            </p>
          </>
        )}
      </div>
      <button
        type="button"
        className="button primary big"
        disabled={!fresh}
        onClick={() =>
          heard &&
          acts.act("heard", sensorId, {
            method: "PUT",
            path: `/api/sensors/${sensorId}/heard`,
            body: { transmitter: heard.transmitter },
          })
        }
      >
        {t("ladder.itHears")}
      </button>
    </>
  );
}
