import type { Suspect } from "@probewarden/contract";
import { Fragment } from "react";
import { useNetworkNames } from "../api/queries.ts";
import { useText } from "../text/text.ts";
import { NetworkName } from "./air-text.tsx";
import { useKnownSuspects } from "./known-rows.tsx";
import { ordinalOf } from "./same-face.ts";

/** Names of networks are asked of so many sensors that hear the suspect, the loudest first. */
const ASKED_SENSORS = 2;

/** A network that is hit or imitated: its name where that may be shown, and its address. */
export function TargetNetworks({ suspect, most = Number.POSITIVE_INFINITY }: { suspect: Suspect; most?: number }) {
  const { t } = useText();
  const loudest = suspect.sensors.toSorted((a, b) => (b.levelDbm ?? -200) - (a.levelDbm ?? -200));
  const asked = suspect.targets.length === 0 ? [] : loudest.slice(0, ASKED_SENSORS);
  const names = useNetworkNames(asked.map(({ sensorId }) => sensorId));
  if (suspect.targets.length === 0) return t("suspect.noTarget");
  const shown = suspect.targets.slice(0, most);
  const others = suspect.targets.length - shown.length;
  return (
    <>
      {shown.map((bssid, at) => {
        const name = names.get(bssid);
        return (
          <Fragment key={bssid}>
            {at > 0 && t("look.comma")}
            {name !== undefined && <NetworkName hex={name} max={28} />} <span className="mono">{bssid}</span>
          </Fragment>
        );
      })}
      {others > 0 && <> {t("suspect.moreNetworks", { n: others })}</>}
    </>
  );
}

/** What tells a suspect from others in a list: its address, the network that it hits or imitates, what a person decided. */
export function SuspectMarks({ suspect }: { suspect: Suspect }) {
  const { t, code } = useText();
  const ordinal = ordinalOf(suspect, useKnownSuspects() ?? []);
  const [address, ...others] = suspect.transmitters;
  const hasTarget = suspect.suspicion === "disruption" || suspect.targets.length > 0;
  return (
    <>
      {ordinal !== undefined && <>{t("suspect.ofSame", { n: ordinal })} · </>}
      {hasTarget && (
        <>
          {suspect.targets.length > 0 && t(suspect.suspicion === "disruption" ? "suspect.hits" : "suspect.imitates")}
          <TargetNetworks suspect={suspect} most={1} /> ·{" "}
        </>
      )}
      {address === undefined ? t("suspect.noAddress") : <span className="mono">{address}</span>}
      {others.length > 0 && <> {t("suspect.moreAddresses", { n: suspect.transmitterCount - 1 })}</>}
      {suspect.decision && suspect.decision.decision !== "none" && (
        <> · {code("decision", suspect.decision.decision)}</>
      )}
      {suspect.reopened && <> · {t("decide.isOpenAgain")}</>}
    </>
  );
}
