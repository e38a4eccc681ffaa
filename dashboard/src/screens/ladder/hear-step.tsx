import type { Resident, SensorSetup } from "@probewarden/contract";
import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { request } from "../../api/client.ts";
import type { Items } from "../../api/pages.ts";
import { useLevels, useSuspects } from "../../api/queries.ts";
import type { ShownSensor } from "../../api/shown-sensor.ts";
import { channelOf, levelText } from "../../components/figures.ts";
import { Moment } from "../../components/moment.tsx";
import { networkName } from "../../components/network-name.ts";
import { useSentence } from "../../components/use-sentence.ts";
import { useText } from "../../text/text.ts";
import type { Acts } from "./use-acts.ts";
import { WalkTest } from "./walk-test.tsx";

/** While somebody waits for a level it is asked for so often. A sensor tells each minute when it is over. */
const LOOK_MS = 10_000;
/** Transmitters that are offered of each kind: the loudest. */
const OFFERED = 30;

/** The choice of a transmitter that no sensor has told: one's own hotspot. */
const OTHER = "other";
/** An address as phones and boxes print it, in the way in which it is written here. */
const bssidOf = (text: string): string | undefined =>
  /^([\da-f]{2}[:-]){5}[\da-f]{2}$/i.test(text.trim()) ? text.trim().toLowerCase().replaceAll("-", ":") : undefined;

/** What this sensor hears now of a transmitter that a person chose: an access point, or a suspect. Visitors' devices are told by no sensor. */
export function HearStep({ sensor, setup, acts }: { sensor: ShownSensor; setup: SensorSetup | undefined; acts: Acts }) {
  const { t } = useText();
  const id = useId();
  const [chosen, setChosen] = useState("");
  const [other, setOther] = useState("");
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
  const bssid = bssidOf(other);
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
          <option value={OTHER}>{t("ladder.other")}</option>
          <optgroup label={t("ladder.suspects")}>
            {suspects.slice(0, OFFERED).map((one) => (
              <option key={one.suspectId} value={one.suspectId}>
                {sentence(one)}
              </option>
            ))}
          </optgroup>
        </select>
      </div>
      {chosen === OTHER && (
        <div className="field">
          <label htmlFor={`${id}-other`}>{t("ladder.otherAddress")}</label>
          <input
            id={`${id}-other`}
            className="mono"
            value={other}
            maxLength={17}
            autoCapitalize="none"
            autoComplete="off"
            spellCheck={false}
            placeholder="02:00:00:00:00:00"
            onChange={(event) => setOther(event.target.value)}
          />
          <p className="muted small">{t("ladder.otherMore")}</p>
        </div>
      )}
      {chosen === OTHER && bssid !== undefined && (
        <WalkTest key={bssid} sensorId={sensorId} transmitter={bssid} reported={undefined} acts={acts} />
      )}
      {residents.data?.length === 0 && suspects.length === 0 && <p className="muted">{t("ladder.hearsNothing")}</p>}
      {point !== undefined && (
        <WalkTest
          key={point.transmitter}
          sensorId={sensorId}
          transmitter={point.transmitter}
          reported={{ dbm: point.medianDbm, at: Date.parse(point.lastHeardAt) }}
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
  const { t } = useText();
  const levels = useLevels(suspectId, 1);
  const last = levels.data?.find((series) => series.sensorId === sensorId)?.points.at(-1);
  const [transmitter] = transmitters;
  if (transmitter === undefined) return <p className="muted">{t("ladder.hidden")}</p>;
  return (
    <WalkTest
      key={transmitter}
      sensorId={sensorId}
      transmitter={transmitter}
      reported={last && { dbm: last[2], at: last[0] }}
      acts={acts}
    />
  );
}
