import type { SuspectDetail } from "@probewarden/contract";
import { lazy, Suspense } from "react";
import { Link, useLocation, useNavigate, useParams } from "react-router";
import { useMay, useSuspect, useSuspects } from "../../api/queries.ts";
import { othersOf } from "../../components/emitters.ts";
import { signedDb } from "../../components/figures.ts";
import { Loaded, Skeleton } from "../../components/looks.tsx";
import { SuspectShape } from "../../components/marks.tsx";
import { FloorError } from "../../components/floor-error.tsx";
import { Moment } from "../../components/moment.tsx";
import { Packages } from "../../components/packages.tsx";
import { OtherSuspicions } from "../../components/other-suspicions.tsx";
import { placeText } from "../../components/suspect-sentence.ts";
import { TargetNetworks } from "../../components/suspect-marks.tsx";
import { useNames, useSentence } from "../../components/use-sentence.ts";
import { useText } from "../../text/text.ts";
import { Addresses } from "./addresses.tsx";
import { Changes } from "./changes.tsx";
import { Decide } from "./decide.tsx";
import { Next } from "./next.tsx";
import { WhyFlagged } from "./why-flagged.tsx";
import "./suspect.css";

// uPlot comes with what is drawn over time only.
const Levels = lazy(async () => ({ default: (await import("./levels.tsx")).Levels }));

const SuspectOverTime = lazy(async () => ({
  default: (await import("./past/suspect-past.tsx")).SuspectOverTime,
}));

/** Some suspects are an access point that the venue's list lacks: the way there, for who may change it. */
function OursPerhaps({ suspect }: { suspect: SuspectDetail["suspect"] }) {
  const { t } = useText();
  const mayChange = useMay("setUpVenues");
  if (!mayChange || suspect.state !== "active" || suspect.transmitters.length === 0) return null;
  return (
    <div className="small">
      <Link to={`/networks/${suspect.venueId}?suspect=${suspect.suspectId}`}>{t("networks.suspectLink")}</Link>
    </div>
  );
}

function Identity({ suspect }: { suspect: SuspectDetail["suspect"] }) {
  const { t } = useText();
  const names = useNames(suspect.venueId);
  const { place } = suspect;
  return (
    <dl className="facts">
      <dt>{t("suspect.addresses")}</dt>
      <dd>
        <Addresses transmitters={suspect.transmitters} count={suspect.transmitterCount} />
        <OursPerhaps suspect={suspect} />
      </dd>
      {suspect.takenBack !== undefined && (
        <>
          <dt>{t("suspect.takenBack")}</dt>
          <dd>{t("suspect.takenBackMore", { n: suspect.takenBack })}</dd>
        </>
      )}
      {(suspect.suspicion === "disruption" || suspect.targets.length > 0) && (
        <>
          <dt>{t("suspect.targets")}</dt>
          <dd>
            <TargetNetworks suspect={suspect} />
          </dd>
        </>
      )}
      <dt>{t("suspect.firstHeard")}</dt>
      <dd>
        <Moment at={suspect.firstHeardAt} venueId={suspect.venueId} as="clock" />
      </dd>
      <dt>{t("suspect.lastHeard")}</dt>
      <dd>
        <Moment at={suspect.lastHeardAt} venueId={suspect.venueId} />
      </dd>
      <dt>{t("suspect.highest")}</dt>
      <dd className="num">{signedDb(suspect.highestDb)} dB</dd>
      {place && (
        <>
          <dt>{t("suspect.place")}</dt>
          <dd>
            <Link to={`/venue/${suspect.venueId}/${place.floorId}?suspect=${suspect.suspectId}`}>
              {placeText(place, { t, floorName: names.floor, sensorName: names.sensor })}
              {place.method !== "nearest-sensor" && (
                <> · {t("suspect.within", { radius: Math.round(place.radiusMetres) })}</>
              )}
            </Link>
            <div className="muted small">
              <FloorError error={place.floorError} />
            </div>
          </dd>
        </>
      )}
    </dl>
  );
}

function Detail({ detail }: { detail: SuspectDetail }) {
  const { t, code } = useText();
  const sentence = useSentence();
  const all = useSuspects().data ?? [];
  const { suspect } = detail;
  return (
    <>
      <header className="suspect-head">
        <h1>
          <SuspectShape suspect={suspect} size={20} />
          {sentence(suspect)}
        </h1>
        <p className="muted">{code("suspicionMeans", suspect.suspicion)}</p>
        <OtherSuspicions suspects={othersOf(suspect, all)} />
      </header>
      <div className="suspect">
        {/* What to do and to decide comes before the long argument, for who reads down a phone and for who tabs. */}
        <div className="column">
          <Next suspect={suspect} />
          <Decide suspect={suspect} history={detail.history} />
          <Identity suspect={suspect} />
          <section className="section">
            <h2>{t("levels.title")}</h2>
            <Suspense fallback={<Skeleton rows={3} />}>
              <Levels suspect={suspect} />
            </Suspense>
          </section>
        </div>
        <WhyFlagged detail={detail} />
        <div className="column later">
          <Suspense fallback={<Skeleton rows={6} />}>
            <SuspectOverTime detail={detail} />
          </Suspense>
          <Changes detail={detail} />
          <Packages of={{ kind: "suspect", id: suspect.suspectId }} venueId={suspect.venueId} />
        </div>
      </div>
    </>
  );
}

/** One suspect: the sentence, what to decide, and why it was flagged. */
export function SuspectScreen() {
  const { t } = useText();
  const navigate = useNavigate();
  const { suspectId = "" } = useParams();
  // Who came by a link from outside has nothing of ours to go back to.
  const { key } = useLocation();
  const query = useSuspect(suspectId);
  return (
    <>
      <p className="row-of-buttons">
        <button
          type="button"
          className="button plain"
          data-back
          onClick={() => void (key === "default" ? navigate("/") : navigate(-1))}
        >
          ← {t("look.back")}
        </button>
        {(query.data !== undefined || query.isPending) && (
          <Link className="button" to={`/print/suspect/${suspectId}`}>
            {t("print.open")}
          </Link>
        )}
      </p>
      <Loaded query={query} what="suspect" rows={8}>
        {(detail) => <Detail detail={detail} />}
      </Loaded>
    </>
  );
}
