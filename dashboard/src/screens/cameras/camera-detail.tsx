import type { Camera, CameraChange, CameraDestination, CameraLadder } from "@probewarden/contract";
import { Link } from "react-router";
import { CameraWords } from "../../components/air-text.tsx";
import { Moment } from "../../components/moment.tsx";
import { Packages } from "../../components/packages.tsx";
import { useNames } from "../../components/use-sentence.ts";
import { useText } from "../../text/text.ts";
import { CameraJudgement, Checks } from "./camera-judgement.tsx";
import { RUNGS, rungsOf, wholeLadder } from "./ladder-steps.ts";
import { WhoSaysWhat } from "./who-says-what.tsx";

/** What a camera was asked: in words where it is asked of every camera, by its name where an audit asks it of one maker's. */
function Call({ name }: { name: string }) {
  return useText().call(name) ?? <code>{name}</code>;
}

function Rungs({ step }: { step: CameraLadder["step"] }) {
  return (
    <span className="steps" aria-hidden="true">
      {RUNGS.map((rung, at) => (
        <i key={rung} className={at < rungsOf(step) ? "proven" : undefined} />
      ))}
    </span>
  );
}

function Ladder({ ladder }: { ladder: CameraLadder[] }) {
  const { t, code } = useText();
  return (
    <>
      <p className="small muted">
        {t("cameras.ladder", { rungs: RUNGS.map((rung) => code("step", rung)).join(" → ") })}
      </p>
      <table className="ladder">
        <thead>
          <tr>
            <th>{t("cameras.category")}</th>
            <th>{t("cameras.step")}</th>
          </tr>
        </thead>
        <tbody>
          {wholeLadder(ladder).map((entry) => (
            <tr key={entry.category}>
              <td>{code("category", entry.category)}</td>
              <td className={entry.step === "unknown" ? "unknown" : undefined}>
                <Rungs step={entry.step} />
                {code("step", entry.step)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function Proofs({ ladder }: { ladder: CameraLadder[] }) {
  const { t, code } = useText();
  const proofs = ladder.flatMap((entry) =>
    entry.proofs.map((proof) => ({ ...proof, category: entry.category, step: entry.step })),
  );
  if (proofs.length === 0) return <p className="muted">{t("cameras.noProofs")}</p>;
  return (
    <ul className="proofs">
      {proofs.map((proof, at) => (
        <li key={`${proof.category}/${at}`} className="proof">
          <span>
            {code("category", proof.category)} · {code("step", proof.step)}
          </span>
          <CameraWords text={proof.quote} max={160} />
          <span className="small muted">
            <Call name={proof.call} />
            {proof.answerSha256 !== undefined && (
              <span className="mono"> SHA-256 {proof.answerSha256.slice(0, 16)}…</span>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Where pictures and events are set to go, as far as an audit could read it. */
function Destinations({ places }: { places: readonly CameraDestination[] }) {
  const { t, code } = useText();
  if (places.length === 0) return <p className="muted">{t("cameras.nowhere")}</p>;
  return (
    <ul className="proofs">
      {places.map(({ way, state, to, quote }, at) => (
        <li key={`${way}/${at}`} className="proof">
          <span>
            {code("sendingWay", way)} · {code("sendingState", state)}
          </span>
          <CameraWords text={to === "" ? quote : to} max={160} />
        </li>
      ))}
    </ul>
  );
}

/** What was found otherwise than at the visit before, the newest first. A step that is not said any more is unknown, and no "no". */
function Changes({ camera }: { camera: Camera }) {
  const { t, code } = useText();
  if (camera.changes.length === 0) return <p className="muted">{t("cameras.noChanges")}</p>;
  const said = ({ what }: CameraChange, text: string | undefined) =>
    text === undefined ? t("cameras.notSaid") : what === "step" ? code("step", text) : text;
  return (
    <ul className="proofs">
      {camera.changes.map((change, at) => (
        <li key={`${change.at}/${at}`} className="proof">
          <CameraWords
            text={t("cameras.changeOf", {
              what: change.category === undefined ? t(NAME_OF_CHANGE[change.what]) : code("category", change.category),
              from: said(change, change.from),
              to: said(change, change.to),
            })}
            max={160}
          />
          <span className="small muted">
            <Moment at={change.at} venueId={camera.venueId} />
          </span>
        </li>
      ))}
    </ul>
  );
}

const NAME_OF_CHANGE = {
  firmware: "cameras.firmware",
  hardware: "cameras.hardware",
  name: "cameras.name",
  step: "cameras.step",
} as const;

/** What one camera says of itself, rung by rung, with the words that prove it. */
export function CameraDetail({ camera }: { camera: Camera }) {
  const { t, code, problem } = useText();
  const names = useNames();
  const { finding } = camera;
  const model = finding.hardware ?? finding.name;
  const words: [string, string | undefined][] = [
    [t("cameras.vendor"), finding.vendor],
    [t("cameras.hardware"), finding.hardware],
    [t("cameras.name"), finding.name],
    [t("cameras.firmware"), finding.firmware],
    [t("cameras.webServer"), finding.webServer],
    [t("cameras.streamServer"), finding.streamServer],
    [t("cameras.profiles"), finding.profiles.length > 0 ? finding.profiles.join(", ") : undefined],
  ];
  return (
    <article className="detail">
      <p>
        <Link className="button plain" data-back to="/cameras">
          ← {t("look.back")}
        </Link>
      </p>
      <header className="section">
        <h2>{model === undefined ? t("cameras.noModel") : <CameraWords text={model} />}</h2>
        <p className="info">{code("analytics", finding.analytics)}</p>
      </header>
      <Ladder ladder={finding.ladder} />
      <WhoSaysWhat camera={camera} />
      <Checks camera={camera} />
      <CameraJudgement camera={camera} />
      <section className="section">
        <h3>{t("cameras.proofs")}</h3>
        <Proofs ladder={finding.ladder} />
      </section>
      {finding.sendsTo !== undefined && (
        <section className="section">
          <h3>{t("cameras.sendsTo")}</h3>
          <Destinations places={finding.sendsTo} />
        </section>
      )}
      <section className="section">
        <h3>{t("cameras.changes")}</h3>
        <Changes camera={camera} />
      </section>
      <dl className="facts">
        <dt>{t("cameras.address")}</dt>
        <dd className="mono">{finding.address}</dd>
        {words.map(([label, text]) => (
          <div key={label} style={{ display: "contents" }}>
            <dt>{label}</dt>
            <dd>
              {text === undefined ? <span className="muted">{t("cameras.notSaid")}</span> : <CameraWords text={text} />}
            </dd>
          </div>
        ))}
        <dt>{t("cameras.visited")}</dt>
        <dd>
          <Moment at={finding.visitedAt} venueId={camera.venueId} /> · {names.sensor(camera.sensorId)}
        </dd>
        {finding.fullVisitAt !== undefined && (
          <div style={{ display: "contents" }}>
            <dt>{t("cameras.fullVisit")}</dt>
            <dd>
              <Moment at={finding.fullVisitAt} venueId={camera.venueId} />
            </dd>
          </div>
        )}
        {finding.auditedAt !== undefined && (
          <div style={{ display: "contents" }}>
            <dt>{t("cameras.audited")}</dt>
            <dd>
              <Moment at={finding.auditedAt} venueId={camera.venueId} />
            </dd>
          </div>
        )}
      </dl>
      {finding.oddities.length > 0 && (
        <section className="section">
          <h3>{t("cameras.oddities")}</h3>
          <ul>
            {finding.oddities.map((oddity) => (
              <li key={oddity.text} className="suspected">
                {problem("oddity", oddity)}
              </li>
            ))}
          </ul>
        </section>
      )}
      <details>
        <summary>{t("cameras.asked", { n: finding.asked.length })}</summary>
        <dl className="facts">
          {finding.asked.map((question, at) => (
            <div key={`${question.call}/${at}`} style={{ display: "contents" }}>
              <dt>
                <Call name={question.call} />
              </dt>
              <dd>{code("outcome", question.outcome)}</dd>
            </div>
          ))}
        </dl>
      </details>
      <Packages key={camera.cameraId} of={{ kind: "camera", id: camera.cameraId }} venueId={camera.venueId} />
    </article>
  );
}
