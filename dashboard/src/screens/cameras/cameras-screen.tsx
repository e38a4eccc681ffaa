import type { Camera } from "@probewarden/contract";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { useCameras } from "../../api/queries.ts";
import { CameraWords } from "../../components/air-text.tsx";
import { LongList } from "../../components/long-list.tsx";
import { Empty, Loaded } from "../../components/looks.tsx";
import { CameraShape } from "../../components/marks.tsx";
import { Moment } from "../../components/moment.tsx";
import { NotListed } from "../../components/not-listed.tsx";
import { SearchField } from "../../components/search-field.tsx";
import { useText } from "../../text/text.ts";
import { CameraDetail } from "./camera-detail.tsx";
import { topOf } from "./ladder-steps.ts";
import "./cameras.css";

function CameraRow({ camera, chosen }: { camera: Camera; chosen: boolean }) {
  const { t, code } = useText();
  const { finding } = camera;
  const top = topOf(camera);
  const model = finding.hardware ?? finding.name;
  return (
    <li>
      <div className="row" aria-current={chosen}>
        <CameraShape />
        <Link className="title" data-row to={`/cameras/${camera.cameraId}`}>
          {model === undefined ? t("cameras.noModel") : <CameraWords text={model} max={32} />}
        </Link>
        <p className="under small">
          {top ? `${code("category", top.category)} · ${code("step", top.step)}` : code("analytics", finding.analytics)}
        </p>
        <div className="aside small muted">
          <span className="mono">{finding.address}</span>
          <Moment at={camera.lastSeenAt} venueId={camera.venueId} />
          {camera.unwatchedSince !== undefined && <span>{t("cameras.unwatched")}</span>}
          {camera.decision && !camera.reopened && <span>{code("decision", camera.decision.decision)}</span>}
          {camera.reopened && <span className="suspected">{t("decide.isOpenAgain")}</span>}
        </div>
      </div>
    </li>
  );
}

const textOf = ({ finding }: Camera): string =>
  [finding.hardware, finding.name, finding.vendor, finding.address].join(" ").toLowerCase();

/** Cameras found on the venue's network, and how far up the ladder each is proven. */
export function CamerasScreen() {
  const { t } = useText();
  const { cameraId } = useParams();
  const query = useCameras();
  const [filter, setFilter] = useState("");
  const chosen = query.data?.find((camera) => camera.cameraId === cameraId);
  return (
    <>
      <div className="head">
        <h1>{t("cameras.title")}</h1>
        <SearchField value={filter} onChange={setFilter} />
      </div>
      {cameraId !== undefined && query.data !== undefined && chosen === undefined && (
        <NotListed what="camera" list="cameras" />
      )}
      <div className="promise">
        <strong>{t("cameras.advertisedIsNotUsed")}</strong>
        <p className="muted">{t("cameras.noVideo")}</p>
      </div>
      <Loaded query={query} what="cameras">
        {(cameras) => {
          const wanted = filter.trim().toLowerCase();
          const shown = cameras.filter((camera) => textOf(camera).includes(wanted));
          if (cameras.length === 0) return <Empty title="cameras.none" next="cameras.noneNext" />;
          return (
            <div className={`split${chosen ? " has-detail" : ""}`}>
              <div className="list">
                {shown.length === 0 && <Empty title="look.noMatch" next="look.noMatchNext" />}
                <LongList
                  list="cameras"
                  rows={shown}
                  id={(camera) => camera.cameraId}
                  href={(camera) => `/cameras/${camera.cameraId}`}
                  isSearched={wanted !== ""}
                >
                  {(camera) => (
                    <CameraRow key={camera.cameraId} camera={camera} chosen={camera.cameraId === cameraId} />
                  )}
                </LongList>
              </div>
              {chosen ? <CameraDetail camera={chosen} /> : <p className="detail none muted">{t("cameras.choose")}</p>}
            </div>
          );
        }}
      </Loaded>
    </>
  );
}
