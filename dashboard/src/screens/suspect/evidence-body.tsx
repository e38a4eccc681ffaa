import type { Fact, SuspectDetail } from "@probewarden/contract";
import { NetworkName } from "../../components/air-text.tsx";
import { channelOf, levelText, plainFigure, signedDb } from "../../components/figures.ts";
import { Moment } from "../../components/moment.tsx";
import { SimulatedNote } from "../../components/simulated-note.tsx";
import { useNames } from "../../components/use-sentence.ts";
import { useText } from "../../text/text.ts";
import { BasisNote } from "./basis-note.tsx";
import type { ToldFacts } from "./told-facts.ts";

type Evidence = SuspectDetail["evidence"][number];

function Frames({ frames }: { frames: Evidence["frames"] }) {
  const { t, code, frame: says } = useText();
  if (frames.length === 0) return null;
  return (
    <details>
      <summary>{t("why.frames", { n: frames.length })}</summary>
      <SimulatedNote />
      <div className="frames">
        <table>
          <thead>
            <tr>
              <th>{t("why.frameAt")}</th>
              <th>{t("why.frameKind")}</th>
              <th>{t("why.frameLevel")}</th>
              <th>{t("why.frameSays")}</th>
            </tr>
          </thead>
          <tbody>
            {frames.map((frame, at) => (
              <tr key={`${frame.at}/${at}`}>
                <td>
                  <Moment at={frame.at} as="clock" />
                </td>
                <td>{code("frameKind", frame.kind)}</td>
                <td className="num">
                  {frame.rssiDbm === undefined ? "" : levelText(frame.rssiDbm)}
                  {frame.channelMhz === undefined
                    ? ""
                    : ` · ${t("sensors.channel", { n: channelOf(frame.channelMhz) ?? frame.channelMhz })}`}
                </td>
                <td>{says(frame.summary)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

function Facts({ facts }: { facts: readonly Fact[] }) {
  const { code } = useText();
  if (facts.length === 0) return null;
  return (
    <dl className="facts">
      {facts.map((fact) => (
        <div key={fact.name} style={{ display: "contents" }}>
          <dt>{code("fact", fact.name)}</dt>
          <dd>{plainFigure(fact.value)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What stands under a line of evidence: how the weight is known, figures, innocent causes, frames on demand. */
export function EvidenceBody({
  evidence,
  facts,
  notCounted,
}: {
  evidence: Evidence;
  facts: ToldFacts | undefined;
  notCounted?: "family" | "other-sensor";
}) {
  const { t, code } = useText();
  const names = useNames();
  return (
    <>
      <p className="tags small muted">
        <BasisNote evidence={evidence} />
        <span>{evidence.boundDb === null ? t("why.noBound") : t("why.bound", { db: signedDb(evidence.boundDb) })}</span>
        <span>{t("why.by", { detector: code("detector", evidence.detector), version: evidence.detectorVersion })}</span>
        <span>{t("why.at", { sensor: names.sensor(evidence.sensorId) })}</span>
        <Moment at={evidence.lastAt} />
      </p>
      {notCounted && <p className="small">{t(`why.notCounted.${notCounted}`)}</p>}
      {facts && <Facts facts={facts.deciding} />}
      {evidence.names.length > 0 && (
        <p className="small">
          {t("why.names")}{" "}
          {evidence.names.map((hex, at) => (
            <span key={hex}>
              {at > 0 && t("look.comma")}
              <NetworkName hex={hex} />
            </span>
          ))}
        </p>
      )}
      <p className="small">{t("why.innocent", { causes: code("innocent", evidence.detector) })}</p>
      {facts && facts.others.length > 0 && (
        <details>
          <summary>{t("why.otherFacts", { n: facts.others.length })}</summary>
          <Facts facts={facts.others} />
        </details>
      )}
      <Frames frames={evidence.frames} />
    </>
  );
}
