import type { Floor, FloorDrawing, Venue } from "@probewarden/contract";
import { useMemo } from "react";
import { Link } from "react-router";
import { useFloorDrawings } from "../../../api/drawing.ts";
import { useCameras, useSensors, useSuspects } from "../../../api/queries.ts";
import { emittersOf } from "../../../components/emitters.ts";
import { Loaded } from "../../../components/looks.tsx";
import { BandMark, BandShape, CameraShape, SensorShape } from "../../../components/marks.tsx";
import { placeText } from "../../../components/suspect-sentence.ts";
import { useNames } from "../../../components/use-sentence.ts";
import { useText } from "../../../text/text.ts";
import { VenueBar } from "../venue-bar.tsx";
import { placeOf, venueFacts, type FloorFacts } from "./floor-facts.ts";
import { FloorSketch } from "./floor-sketch.tsx";
import "./floors.css";

const BANDS = ["strong", "suspected", "watch"] as const;
const NOTHING: never[] = [];

/** All floors of a venue at a glance, as they are now: a small plan of each with its counts and the likeliest place of what weighs most. */
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
  const facts = useMemo(
    () => venueFacts(venue, { emitters, sensors: sensors.data ?? NOTHING, cameras, drawings }),
    [venue, emitters, sensors.data, cameras, drawings],
  );
  return (
    <div className="all-floors">
      <VenueBar
        venue={venue}
        floor={undefined}
        venues={venues}
        known={emitters.map((emitter) => ({ place: placeOf(emitter) }))}
      />
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
                <p className="small muted">{t("floors.legend")}</p>
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
  const path = `/venue/${venueId}/${floor.floorId}`;
  const isCalm = BANDS.every((band) => facts.bands[band] === 0);
  return (
    <li className="floor-tile">
      <Link className="title" data-row to={path}>
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
      <Likeliest venueId={venueId} path={path} facts={facts} />
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
function Likeliest({ venueId, path, facts }: { venueId: string; path: string; facts: FloorFacts }) {
  const { t } = useText();
  const names = useNames(venueId);
  const [first] = facts.emitters;
  const place = first && placeOf(first);
  if (first === undefined || place === undefined) return null;
  const where = placeText(place, { t, floorName: names.floor, sensorName: names.sensor });
  return (
    <p className="likeliest">
      <BandShape band={first.lead.band} />
      <Link to={`${path}?suspect=${first.lead.suspectId}`}>{t("floors.likeliest", { place: where })}</Link>
      {place.floorProbability !== undefined && (
        <span className="muted num">{t("place.floorLikely", { n: Math.round(100 * place.floorProbability) })}</span>
      )}
    </p>
  );
}
