import type { HeardNetwork, InventoryEntry } from "@probewarden/contract";
import { useId, useState } from "react";
import { Link } from "react-router";
import { NetworkName } from "../../components/air-text.tsx";
import { channelOf, levelText, plainFigure } from "../../components/figures.ts";
import { BandMark } from "../../components/marks.tsx";
import { Moment } from "../../components/moment.tsx";
import { useNames } from "../../components/use-sentence.ts";
import { useText } from "../../text/text.ts";
import { called, entryOf, secured } from "./list-entry.ts";
import { nameInHex, typedName } from "./name-octets.ts";
import { isNewHere, type NetworkRow } from "./network-groups.ts";
import { SecurityChoice } from "./security-choice.tsx";

/** One address: whether it is the venue's, what speaks against it, and where it is heard how loud since when. */
export function NetworkLine(props: {
  row: NetworkRow;
  venueId: string;
  /** As the list would have it; absent: it is not on it. */
  entry: InventoryEntry | undefined;
  mayChange: boolean;
  change: (bssid: string, entry: InventoryEntry | undefined) => void;
}) {
  const { row, venueId, entry, mayChange, change } = props;
  const { t } = useText();
  const { bssid, heard } = row;
  const isOn = entry !== undefined;
  return (
    <li className={isOn ? "network on" : "network"}>
      {mayChange ? (
        <label className="pick">
          <input
            type="checkbox"
            data-row
            checked={isOn}
            onChange={() => change(bssid, isOn ? undefined : entryOf(row))}
          />
          <span className="visually-hidden mono">{t("networks.ours", { bssid })}</span>
        </label>
      ) : (
        <span className="pick small">{isOn ? t("networks.isOurs") : ""}</span>
      )}
      <div>
        <p className="title">
          <span className="mono">{bssid}</span>
          <Standing row={row} isOn={isOn} />
        </p>
        <Marks row={row} />
        {heard === undefined ? (
          <p className="small muted">{t("networks.notHeard")}</p>
        ) : (
          <HeardFacts heard={heard} venueId={venueId} />
        )}
        {isOn && <EntryFields row={row} entry={entry} mayChange={mayChange} change={change} />}
      </div>
    </li>
  );
}

/** That it will come on the list or go, beside its address. */
function Standing({ row: { listed }, isOn }: { row: NetworkRow; isOn: boolean }) {
  const { t } = useText();
  if ((listed !== undefined) === isOn) return null;
  return <strong className="small will"> · {t(isOn ? "networks.willAdd" : "networks.willRemove")}</strong>;
}

/** What somebody should look at before it is called the venue's. */
function Marks({ row }: { row: NetworkRow }) {
  const { t, code } = useText();
  const { heard, listed } = row;
  return (
    <>
      {heard?.suspectId !== undefined && (
        <p className="small">
          {heard.band !== undefined && <BandMark band={heard.band} />}{" "}
          {heard.suspicion !== undefined && code("suspicion", heard.suspicion)} ·{" "}
          <Link to={`/suspects/${heard.suspectId}`}>{t("survey.why")}</Link>
        </p>
      )}
      {isNewHere(row) && (
        <p className="small">
          {t("networks.newHere")} · <Link to="/newcomers">{t("survey.workList")}</Link>
          {heard?.mark !== undefined && ` (${t(`newcomers.choose.${heard.mark}`)})`}
        </p>
      )}
      {listed?.licensed === true && <p className="small muted">{t("networks.licensed")}</p>}
      {heard?.name !== undefined && listed?.ssid !== undefined && heard.name !== listed.ssid && (
        <p className="small">
          {t("networks.otherName")} <NetworkName hex={heard.name} max={32} />
        </p>
      )}
    </>
  );
}

function HeardFacts({ heard, venueId }: { heard: HeardNetwork; venueId: string }) {
  const { t } = useText();
  const names = useNames();
  const [loudest] = heard.sensors;
  const channel = heard.channelMhz === undefined ? undefined : channelOf(heard.channelMhz);
  return (
    <ul className="facts small muted">
      {loudest !== undefined && (
        <li>
          {t("survey.heardBy", { sensor: names.sensor(loudest.sensorId) })}
          {loudest.levelDbm !== undefined && ` ${levelText(loudest.levelDbm)}`}
        </li>
      )}
      {heard.sensors.length > 1 && (
        <li title={heard.sensors.map(({ sensorId }) => names.sensor(sensorId)).join(t("look.comma"))}>
          {t("survey.alsoHeard", { n: heard.sensors.length - 1 })}
        </li>
      )}
      {heard.channelMhz !== undefined && (
        <li>
          {channel === undefined
            ? t("newcomers.megahertz", { mhz: plainFigure(heard.channelMhz) })
            : t("newcomers.channel", { channel })}
        </li>
      )}
      <li>
        {t("newcomers.since")} <Moment at={heard.firstHeardAt} venueId={venueId} as="clock" />
      </li>
      <li>
        {t("newcomers.last")} <Moment at={heard.lastHeardAt} venueId={venueId} />
      </li>
    </ul>
  );
}

/** What the list says of it: the name where no sensor may tell it, how it is secured, on which channel it is said to be. */
function EntryFields(props: {
  row: NetworkRow;
  entry: InventoryEntry;
  mayChange: boolean;
  change: (bssid: string, entry: InventoryEntry | undefined) => void;
}) {
  const { row, entry, mayChange, change } = props;
  const { t, code } = useText();
  const isNamed = row.heard?.name !== undefined || row.listed?.ssid !== undefined;
  if (!mayChange)
    return (
      <p className="small muted">
        {entry.security === undefined ? t("networks.securityUnsaid") : code("networkSecurity", entry.security)}
      </p>
    );
  return (
    <div className="entry-fields">
      {!isNamed && <NameField entry={entry} change={change} />}
      <SecurityChoice
        label={t("networks.security")}
        of={row.bssid}
        value={entry.security}
        onChange={(security) => change(row.bssid, secured(entry, security))}
      />
      {entry.channel !== undefined && (
        <span className="small muted">{t("networks.listedChannel", { channel: entry.channel })}</span>
      )}
    </div>
  );
}

/** A name that phones ask for may not leave a sensor until the list has it: a person types it. */
function NameField(props: {
  entry: InventoryEntry;
  change: (bssid: string, entry: InventoryEntry | undefined) => void;
}) {
  const { entry, change } = props;
  const { t } = useText();
  const [text, setText] = useState(typedName(entry.ssid ?? "") ?? "");
  const ids = { field: useId(), fault: useId() };
  const isTooLong = nameInHex(text) === undefined;
  return (
    <span className="security">
      <label className="small muted" htmlFor={ids.field}>
        {t("networks.name")}
      </label>
      <input
        id={ids.field}
        type="text"
        autoComplete="off"
        spellCheck={false}
        maxLength={32}
        aria-invalid={isTooLong}
        aria-describedby={isTooLong ? ids.fault : undefined}
        placeholder={t("networks.nameHint")}
        value={text}
        onChange={({ target }) => {
          setText(target.value);
          const hex = nameInHex(target.value);
          if (hex !== undefined) change(entry.bssid, called(entry, hex));
        }}
      />
      {isTooLong && (
        <span id={ids.fault} role="alert" className="small">
          {t("networks.nameTooLong")}
        </span>
      )}
    </span>
  );
}
