import type { CommandRow, FleetRow } from "@probewarden/contract";
import { useState } from "react";
import { Link } from "react-router";
import { useCommands } from "../../api/fleet.ts";
import { useMay } from "../../api/queries.ts";
import type { ShownSensor } from "../../api/shown-sensor.ts";
import { plainFigure } from "../../components/figures.ts";
import { SensorMark } from "../../components/marks.tsx";
import { Moment } from "../../components/moment.tsx";
import { useText } from "../../text/text.ts";
import { sentTo, settingsOf, standingOf } from "./standing.ts";

/** What became of a command: its name, how it stands and, where it came to nothing, why. `isAway`: the sensor is not there to hear one that waits. */
function CommandLine({ command, venueId, isAway = false }: { command: CommandRow; venueId: string; isAway?: boolean }) {
  const { t, code } = useText();
  const { state, reason, facts, answeredAt, issuedAt, expiresAt } = command;
  const part = command.arguments["part"];
  return (
    <>
      <strong>{code("command", command.name)}</strong>
      {typeof part === "string" && <> {code("part", part)}</>} ·{" "}
      <span className={`told ${state}`}>
        {isAway && state === "sent" ? (
          <>
            {t("fleet.awaited")} <Moment at={expiresAt} venueId={venueId} as="clock" />
          </>
        ) : (
          code("told", state)
        )}
      </span>
      {reason !== undefined &&
        t("look.brackets", {
          inside: [code("notDone", reason), facts?.["channels"]].filter((each) => each !== undefined).join(" "),
        })}{" "}
      <span className="muted">
        <Moment at={answeredAt ?? issuedAt} venueId={venueId} />
      </span>
    </>
  );
}

/** Channels that are named one by one before the rest is counted: a plan of all bands has 53. */
const NAMED_CHANNELS = 8;

/** What a sensor was set to from afar, in words; empty where all is as its own file says. */
function settingsInWords({ t }: Pick<ReturnType<typeof useText>, "t">, row: FleetRow): string {
  const { channels, channelsSixGhz, dwellMilliseconds, reportResidents, logLevel } = sentTo(row);
  const list = (numbers: readonly number[]): string =>
    numbers.length <= NAMED_CHANNELS
      ? numbers.join(", ")
      : t("fleet.manyOf", { first: numbers.slice(0, NAMED_CHANNELS).join(", "), n: numbers.length });
  return [
    channels && t("fleet.says", { what: t("fleet.channels.lower"), as: list(channels) }),
    channelsSixGhz && t("fleet.says", { what: t("fleet.channels.six"), as: list(channelsSixGhz) }),
    dwellMilliseconds && t("fleet.says", { what: t("fleet.dwell"), as: plainFigure(dwellMilliseconds) }),
    reportResidents !== undefined &&
      t("fleet.says", { what: t("fleet.residents"), as: t(reportResidents ? "fleet.yes" : "fleet.no") }),
    logLevel && t("fleet.says", { what: t("fleet.logLevel"), as: t(`fleet.level.${logLevel}`) }),
  ]
    .filter(Boolean)
    .join(" · ");
}

/** How a sensor is set: whether what it is to have is what it says it has. */
function Settings({ row }: { row: FleetRow }) {
  const { t, code } = useText();
  const reason = row.wanted?.reason;
  switch (settingsOf(row)) {
    case "own":
      return <span className="muted">{t("fleet.ownFile")}</span>;
    case "applied":
      return <span>● {t("fleet.applied")}</span>;
    case "notApplied":
      return (
        <span className="watch">
          ◇ {t("fleet.notApplied", { why: reason === undefined ? "" : code("notDone", reason) })}
        </span>
      );
    case "waiting":
      return <span className="muted">○ {t("fleet.waiting")}</span>;
  }
}

/** The checks of a test: what is not well first. */
function Checks({ checks }: { checks: NonNullable<CommandRow["checks"]> }) {
  const { code } = useText();
  const ORDER = ["failed", "warning", "unknown", "ok"];
  return (
    <ul className="self-checks small">
      {checks
        .toSorted((one, other) => ORDER.indexOf(one.state) - ORDER.indexOf(other.state))
        .map(({ check, state }) => (
          <li key={check} className={state}>
            {code("selfCheck", check)} {code("selfCheckState", state)}
          </li>
        ))}
    </ul>
  );
}

/** What a snapshot holds, as a file for whoever is asked for help. It holds no place, name, address or secret. */
function SnapshotPart({ command, sensorId }: { command: CommandRow; sensorId: string }) {
  const { t } = useText();
  const { snapshot } = command;
  if (snapshot === undefined) return null;
  const save = (): void => {
    const text = JSON.stringify(snapshot, undefined, 2);
    const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    const link = document.createElement("a");
    link.href = address;
    link.download = `${sensorId}-snapshot.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  };
  return (
    <p>
      <button type="button" className="button" onClick={save}>
        {t("fleet.saveSnapshot")}
      </button>{" "}
      <span className="muted">{t("fleet.snapshotHolds", { lines: plainFigure(snapshot.log.length) })}</span>
    </p>
  );
}

function Told({ row }: { row: FleetRow }) {
  const { t } = useText();
  const latest = row.commands.map(({ commandId, state }) => `${commandId} ${state}`).join(" ");
  const { data = [] } = useCommands(row.sensorId, latest);
  if (data.length === 0) return <p className="small muted">{t("fleet.nothingTold")}</p>;
  return (
    <ul className="told-list small">
      {data.map((command) => (
        <li key={command.commandId}>
          <CommandLine command={command} venueId={row.venueId} /> <span className="muted">{command.by}</span>
          {command.checks && <Checks checks={command.checks} />}
          <SnapshotPart command={command} sensorId={row.sensorId} />
        </li>
      ))}
    </ul>
  );
}

/** One sensor of the fleet. `choose`: who looks may tell it something. */
export function FleetItem({
  row,
  sensor,
  isChosen,
  choose,
}: {
  row: FleetRow;
  sensor: ShownSensor | undefined;
  isChosen?: boolean;
  choose?: () => void;
}) {
  const text = useText();
  const { t } = text;
  const [isOpen, setOpen] = useState(false);
  const isAway = standingOf(row, sensor) === "away";
  const inForce = settingsInWords(text, row);
  const maySee = useMay("commandSensors");
  const [latest] = row.commands;
  const name = sensor?.name ?? row.sensorId;
  return (
    <li className="fleet-item">
      {choose !== undefined && (
        <label className="choice">
          <input
            type="checkbox"
            checked={isChosen}
            onChange={choose}
            aria-label={t("fleet.choose", { sensor: name })}
          />
        </label>
      )}
      <div>
        <p className="title">
          <Link to={`/sensors/${row.sensorId}`}>{name}</Link> {sensor && <SensorMark sensor={sensor} />}
        </p>
        <ul className="facts small">
          <li>
            {row.version === undefined ? (
              <span className="muted">{t("fleet.noVersion")}</span>
            ) : (
              <span className="mono">{row.version}</span>
            )}
          </li>
          <li>
            <Settings row={row} />
          </li>
          {inForce !== "" && <li className="muted">{inForce}</li>}
        </ul>
        {latest !== undefined && (
          <p className="small">
            <CommandLine command={latest} venueId={row.venueId} isAway={isAway} />
          </p>
        )}
        {latest?.checks !== undefined && !isOpen && (
          <Checks checks={latest.checks.filter(({ state }) => state === "failed" || state === "warning")} />
        )}
        {maySee && row.commands.length > 0 && (
          <button type="button" className="button plain" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {t(isOpen ? "fleet.less" : "fleet.more")}
          </button>
        )}
        {isOpen && <Told row={row} />}
      </div>
    </li>
  );
}
