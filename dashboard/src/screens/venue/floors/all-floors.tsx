import type { Floor, FloorDrawing, Venue } from "@probewarden/contract";
import { useMemo } from "react";
import { Link, useSearchParams } from "react-router";
import { useFloorDrawings } from "../../../api/drawing.ts";
import { useCameras, useSensors, useSuspects } from "../../../api/queries.ts";
import { emittersOf } from "../../../components/emitters.ts";
import { Loaded } from "../../../components/looks.tsx";
import { BandMark, BandShape, CameraShape, SensorShape } from "../../../components/marks.tsx";
import { isSettled } from "../../../components/settled.ts";
import { placeText } from "../../../components/suspect-sentence.ts";
import { useNames } from "../../../components/use-sentence.ts";
import { useText } from "../../../text/text.ts";
import { DayCalendar } from "../days/day-calendar.tsx";
import { knownAt, sensorsAt } from "../time/known-at.ts";
import { transmittersOf, unitedTimelines } from "../time/one-transmitter.ts";
import { TimePanel } from "../time/time-panel.tsx";
import { useTransmitterOf } from "../time/use-transmitter-of.ts";
import { useVenueTime } from "../time/use-venue-time.ts";
import { VenueBar } from "../venue-bar.tsx";
import { foundNow, foundThen, venueFacts, type FloorFacts } from "./floor-facts.ts";
import { FloorSketch } from "./floor-sketch.tsx";
import "./floors.css";

const BANDS = ["strong", "suspected", "watch"] as const;
const NOTHING: never[] = [];

/** All floors of a venue at a glance, as they are, or as they were known at the moment that the slider stands at: a small plan of each with its counts and the likeliest place of what weighs most. */
export function AllFloors({ venue, venues }: { venue: Venue; venues: Venue[] }) {
  const { t } = useText();
  const suspects = useSuspects();
  const sensors = useSensors();
  const { data: cameras = NOTHING } = useCameras();
  const drawings = useFloorDrawings(venue.venueId, venue.floors);
  const emitters = useMemo(
    // What has ended is history, as on a floor of its own.
    () => emittersOf((suspects.data ?? []).filter((one) => one.venueId === venue.venueId && one.state !== "ended")),
    [suspects.data, venue.venueId],
  );
  const time = useVenueTime(venue.venueId);
  const { suspects: timelines = NOTHING, sensors: times = NOTHING } = time.query.data ?? {};
  // What cannot be read is not shown as if nothing had been.
  const at = time.query.isError ? undefined : time.at;
  const transmitterOf = useTransmitterOf(venue.venueId);
  const united = useMemo(() => unitedTimelines(timelines, transmitterOf), [timelines, transmitterOf]);
  const found = useMemo(
    () => (at === undefined ? foundNow(emitters) : foundThen(transmittersOf(knownAt(timelines, at), transmitterOf))),
    [at, emitters, timelines, transmitterOf],
  );
  const heard = useMemo(() => {
    const own = (sensors.data ?? NOTHING).filter((one) => one.venueId === venue.venueId);
    return at === undefined ? own : sensorsAt(own, times, at);
  }, [at, sensors.data, venue.venueId, times]);
  const facts = useMemo(
    () => venueFacts(venue, { found, sensors: heard, cameras, drawings }),
    [venue, found, heard, cameras, drawings],
  );
  return (
    <div className="all-floors">
      <VenueBar venue={venue} floor={undefined} venues={venues} known={found} />
      <Loaded query={suspects} what="suspects" rows={6}>
        {() => (
          <Loaded query={sensors} what="sensors" rows={6}>
            {() => (
              <>
                {facts.unplaced > 0 && <p className="note">{t("floors.unplaced", { n: facts.unplaced })}</p>}
                <ul className="floor-tiles">
                  {venue.floors.map((floor, index) => {
                    const own = facts.floors[index];
                    return (
                      own && (
                        <FloorTile
                          key={floor.floorId}
                          venueId={venue.venueId}
                          floor={floor}
                          facts={own}
                          drawing={drawings.get(floor.floorId)}
                        />
                      )
                    );
                  })}
                </ul>
                <TimePanel
                  venueId={venue.venueId}
                  time={time}
                  timelines={united}
                  activeNow={
                    emitters.filter((one) => one.suspects.some((own) => own.state === "active" && !isSettled(own)))
                      .length
                  }
                  simulated={heard.some((one) => one.simulatedLevels)}
                >
                  <DayCalendar venueId={venue.venueId} at={at ?? time.window.toMs} go={time.open} />
                </TimePanel>
                <p className="small muted">{t(at === undefined ? "floors.legend" : "floors.legendThen")}</p>
              </>
            )}
          </Loaded>
        )}
      </Loaded>
    </div>
  );
}

function FloorTile({
  venueId,
  floor,
  facts,
  drawing,
}: {
  venueId: string;
  floor: Floor;
  facts: FloorFacts;
  drawing: FloorDrawing | undefined;
}) {
  const { t } = useText();
  const [search] = useSearchParams();
  // The floor at the same moment.
  const kept = new URLSearchParams(search);
  kept.delete("floors");
  const query = kept.toString();
  const path = `/venue/${venueId}/${floor.floorId}`;
  const isCalm = BANDS.every((band) => facts.bands[band] === 0);
  return (
    <li className="floor-tile">
      <Link className="title" data-row to={query === "" ? path : `${path}?${query}`}>
        {floor.name}
      </Link>
      <FloorSketch floor={floor} facts={facts} drawing={drawing} />
      <p className="bands num">
        {BANDS.filter((band) => facts.bands[band] > 0).map((band) => (
          <span key={band} className="band-count">
            <BandMark band={band} /> {facts.bands[band]}
          </span>
        ))}
        {isCalm && (
          <span className="muted">
            {t(facts.hearing === 0 ? "floors.unheard" : "floors.calm", { name: floor.name })}
          </span>
        )}
        {facts.settled > 0 && <span className="muted">{t("floors.settled", { n: facts.settled })}</span>}
      </p>
      <Likeliest venueId={venueId} path={path} query={query} facts={facts} />
      <p className="small muted num counts">
        <span>
          <SensorShape state={facts.hearing > 0 ? "hearing" : facts.sensors.length === 0 ? "unknown" : "offline"} />{" "}
          {facts.sensors.length === 0
            ? t("floors.noSensors")
            : t("allVenues.hearing", { n: facts.hearing, all: facts.sensors.length })}
        </span>
        {facts.cameras.length > 0 && (
          <span>
            <CameraShape /> {t("floors.cameras", { n: facts.cameras.length })}
            {facts.inside > 0 && <strong className="strong"> {t("floors.inside", { n: facts.inside })}</strong>}
          </span>
        )}
      </p>
    </li>
  );
}

/** The likeliest place of what needs a person most on the floor, and how likely this floor is at all. */
function Likeliest({
  venueId,
  path,
  query,
  facts,
}: {
  venueId: string;
  path: string;
  /** What of the address is kept. */
  query: string;
  facts: FloorFacts;
}) {
  const { t } = useText();
  const names = useNames(venueId);
  const [first] = facts.found;
  const place = first?.place;
  if (first === undefined || place === undefined) return null;
  const where = placeText(place, { t, floorName: names.floor, sensorName: names.sensor });
  return (
    <p className="likeliest">
      <BandShape band={first.band} />
      <Link to={`${path}?${query === "" ? "" : `${query}&`}suspect=${first.suspectId}`}>
        {t("floors.likeliest", { place: where })}
      </Link>
      {place.floorProbability !== undefined && (
        <span className="muted num">{t("place.floorLikely", { n: Math.round(100 * place.floorProbability) })}</span>
      )}
    </p>
  );
}
