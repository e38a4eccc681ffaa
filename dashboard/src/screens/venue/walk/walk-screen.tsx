import { useNavigate, useParams } from "react-router";
import { useCalibration } from "../../../api/calibration.ts";
import { useSensors, useVenues } from "../../../api/queries.ts";
import { Loaded } from "../../../components/looks.tsx";
import { NoSuchPage } from "../../../components/no-such-page.tsx";
import { useText } from "../../../text/text.ts";
import { CalibrationNow } from "./calibration-now.tsx";
import { WalkBegin } from "./walk-begin.tsx";
import { WalkFloor } from "./walk-floor.tsx";
import "../venue.css";
import "./walk.css";

/** The calibration of a floor: walked with a phone in the hand. */
export function WalkScreen() {
  const { venueId = "", floorId = "" } = useParams();
  const navigate = useNavigate();
  const { t } = useText();
  const venues = useVenues();
  const sensors = useSensors();
  const calibration = useCalibration(venueId, floorId);
  return (
    <Loaded query={venues} what="venues" rows={8}>
      {(all) => {
        const venue = all.find((one) => one.venueId === venueId);
        const floor = venue?.floors.find((one) => one.floorId === floorId);
        if (venue === undefined || floor === undefined) return <NoSuchPage />;
        const here = (sensors.data ?? []).filter((one) => one.venueId === venueId && one.floorId === floorId);
        return (
          <div className="walk">
            <header className="walk-head">
              <button
                type="button"
                className="button plain"
                data-back
                onClick={() => void navigate(`/venue/${venueId}/${floorId}`)}
              >
                ← {t("draw.back")}
              </button>
              <h1>{t("walk.title", { venue: venue.name, floor: floor.name })}</h1>
            </header>
            <Loaded query={calibration} what="venues" rows={6}>
              {(state) =>
                state.walk === undefined ? (
                  <>
                    <WalkBegin venueId={venueId} floorId={floorId} />
                    {state.calibration && (
                      <CalibrationNow
                        venueId={venueId}
                        floorId={floorId}
                        calibration={state.calibration}
                        sensors={sensors.data ?? []}
                      />
                    )}
                  </>
                ) : (
                  <WalkFloor venueId={venueId} floor={floor} sensors={here} state={state} walk={state.walk} />
                )
              }
            </Loaded>
          </div>
        );
      }}
    </Loaded>
  );
}
