import type { Floor, Venue } from "@probewarden/contract";
import { useId, useMemo } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { useDrawing } from "../../api/drawing.ts";
import { useSensors, useSuspects } from "../../api/queries.ts";
import { emittersOf } from "../../components/emitters.ts";
import { clockTime } from "../../components/time-text.ts";
import { usableZone } from "../../components/usable-zone.ts";
import { isSettled } from "../../components/settled.ts";
import { useSentence } from "../../components/use-sentence.ts";
import { useText } from "../../text/text.ts";
import { ComparedWords, PinButton } from "./compare/compare-line.tsx";
import { PinnedStage } from "./compare/pinned-stage.tsx";
import { useCompared } from "./compare/use-compared.ts";
import { unheardArea } from "./coverage.ts";
import { SensorDrawer, SuspectDrawer } from "./drawer.tsx";
import { DrawnLayer, DrawnLegend } from "./drawn-layer.tsx";
import { FloorStage } from "./floor-stage.tsx";
import { DayCalendar } from "./days/day-calendar.tsx";
import { ReachLayer, ReachLegend, useFloorReach } from "./reach-layer.tsx";
import { useSignalModel } from "./signal.tsx";
import { knownAt, sensorsAt } from "./time/known-at.ts";
import { transmittersOf, unitedTimelines } from "./time/one-transmitter.ts";
import { LayerChoice } from "./time/layer-choice.tsx";
import { loadLayers } from "./time/load-layer.ts";
import { pastFrames, type PastFrame } from "./time/past-frames.ts";
import { PastList } from "./time/past-list.tsx";
import type { Moving } from "./time/play-clock.ts";
import { TimePanel } from "./time/time-panel.tsx";
import { markOf, useKnownWords } from "./time/use-known-words.ts";
import { useLayers } from "./time/use-layers.ts";
import { usePastLayers } from "./time/use-past-layers.ts";
import { useTransmitterOf } from "./time/use-transmitter-of.ts";
import { useVenueTime } from "./time/use-venue-time.ts";
import { useFloorCameras, useUnplacedCameras } from "./use-floor-cameras.ts";
import { VenueBar } from "./venue-bar.tsx";
import { VenueList } from "./venue-list.tsx";

const NOTHING: never[] = [];

/** One floor: the plan of now, or of the moment that the slider stands at, and beside it the same in words. */
export function VenueFloor({ venue, floor, venues }: { venue: Venue; floor: Floor; venues: Venue[] }) {
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const { data: allSuspects } = useSuspects();
  const { data: allSensors } = useSensors();
  const time = useVenueTime(venue.venueId);
  const layers = useLayers();
  const { t, code, language } = useText();
  const sentence = useSentence();
  const knownWords = useKnownWords(venue.venueId);
  // What has ended is history, not a place to go to; what nobody hears now may well still be there.
  const suspects = useMemo(
    () => (allSuspects ?? []).filter((one) => one.venueId === venue.venueId && one.state !== "ended"),
    [allSuspects, venue.venueId],
  );
  const emitters = useMemo(() => emittersOf(suspects), [suspects]);
  const sensors = useMemo(
    () => (allSensors ?? []).filter((sensor) => sensor.venueId === venue.venueId),
    [allSensors, venue.venueId],
  );
  const { suspects: timelines = NOTHING, sensors: times = NOTHING } = time.query.data ?? {};
  // What cannot be read is not shown as if nothing had been.
  const at = time.query.isError ? undefined : time.at;
  const transmitterOf = useTransmitterOf(venue.venueId);
  const united = useMemo(() => unitedTimelines(timelines, transmitterOf), [timelines, transmitterOf]);
  const known = useMemo(
    () => (at === undefined ? [] : transmittersOf(knownAt(timelines, at), transmitterOf)),
    [timelines, at, transmitterOf],
  );
  const sensorsThen = useMemo(() => (at === undefined ? sensors : sensorsAt(sensors, times, at)), [sensors, times, at]);
  /** The floor that each suspect is on, as it is known at the moment that is shown: who is chosen is shown where it is. */
  const floorOf = useMemo(
    () =>
      new Map(
        at === undefined
          ? suspects.map((one) => [one.suspectId, one.place?.floorId])
          : known.flatMap((one) => [one, ...one.others].map((own) => [own.timeline.suspectId, one.place?.floorId])),
      ),
    [at, suspects, known],
  );
  const suspect = suspects.find(({ suspectId }) => suspectId === search.get("suspect"));
  const sensor = sensors.find(({ sensorId }) => sensorId === search.get("sensor"));
  const chosen = search.get("suspect") ?? search.get("sensor") ?? undefined;
  const link = (kind?: "suspect" | "sensor", id = ""): string => {
    const next = new URLSearchParams(search);
    next.delete("suspect");
    next.delete("sensor");
    if (kind !== undefined) next.set(kind, id);
    const there = (kind === "suspect" ? floorOf.get(id) : undefined) ?? floor.floorId;
    const path = `/venue/${venue.venueId}/${venue.floors.some((one) => one.floorId === there) ? there : floor.floorId}`;
    return next.size === 0 ? path : `${path}?${next.toString()}`;
  };
  const close = () => void navigate(link(), { replace: true });
  const unheard = useMemo(() => unheardArea(floor, sensorsThen), [floor, sensorsThen]);
  const inWords = useId();
  const past = usePastLayers({
    floor,
    places: sensors,
    sensors: sensorsThen,
    timelines: united,
    times,
    fromMs: time.window.fromMs,
    at: at ?? time.window.toMs,
    isLive: at === undefined,
    shown: layers.shown,
  });
  // Said again when something of what is said is another.
  const marked = useMemo(
    () =>
      at === undefined
        ? emitters.map(({ lead, suspects: own }) => {
            // The mark of a transmitter stands for all that it is suspected of; while one of these is chosen, for that one.
            const shown = own.find((one) => one === suspect) ?? lead;
            const others = own.filter((one) => one !== shown);
            const { suspectId, band, state } = shown;
            return {
              suspectId,
              band,
              state,
              place: shown.place ?? own.find(({ place }) => place !== undefined)?.place,
              settled: isSettled(shown),
              get label() {
                return [sentence(shown), ...others.map((one) => code("suspicion", one.suspicion))].join(" · ");
              },
            };
          })
        : known.map((one) => markOf(one, chosen, knownWords)),
    [at === undefined, emitters, suspect, known, chosen, allSensors, venues, language],
  );

  const { clock: playClock } = time.playing;
  const moving = useMemo((): Moving<PastFrame> | undefined => {
    if (playClock === undefined) return undefined;
    const loadOf = layers.shown.has("load") ? loadLayers(floor, times) : undefined;
    const frameAt = pastFrames({
      timelines,
      transmitterOf,
      sensors,
      times,
      markOf: (one) => markOf(one, chosen, knownWords),
      loadOf: loadOf && ((then, moment) => loadOf(then, moment, false)),
    });
    return { frame: () => frameAt(playClock.at), subscribe: playClock.subscribe };
  }, [playClock, timelines, transmitterOf, sensors, times, chosen, floor, layers.shown, venues, language]);

  const drawing = useDrawing(venue.venueId, floor.floorId).data?.value;
  const cameras = useFloorCameras(drawing, venue.venueId);
  const unplaced = useUnplacedCameras(venue);
  const reach = useFloorReach(floor, sensorsThen, layers.shown.has("coverage"));
  const signal = useSignalModel(
    at === undefined ? suspect : undefined,
    { venueId: venue.venueId, floor },
    sensors,
    drawing,
  );
  const compare = useCompared(venue.venueId, marked, transmitterOf);
  const { compared } = compare;
  const clock = (moment: number): string => clockTime(moment, Date.now(), usableZone(venue.timeZone), language);
  const isOpen = at === undefined && (suspect !== undefined || sensor !== undefined);

  return (
    <div className={isOpen ? "venue has-drawer" : "venue"}>
      <VenueBar venue={venue} floor={floor} venues={venues} known={at === undefined ? marked : known}>
        <LayerChoice {...layers} />
      </VenueBar>
      <div className={compared === undefined ? "stages" : "stages two"}>
        {compared !== undefined && (
          <section className="compared" aria-label={t("compare.pinned", { time: clock(compared.at) })}>
            <h2 className="num">{t("compare.pinned", { time: clock(compared.at) })}</h2>
            <div className="stage">
              <PinnedStage
                {...compared}
                venueId={venue.venueId}
                floor={floor}
                sensors={sensors}
                shown={layers.shown}
                chosen={chosen}
                transmitterOf={transmitterOf}
                drawing={drawing}
                cameras={cameras}
                describedBy={inWords}
                onSuspect={(id) => void navigate(link("suspect", id))}
                onSensor={(id) => void navigate(link("sensor", id))}
              />
            </div>
          </section>
        )}
        <section className={compared === undefined ? "compared alone" : "compared"} aria-label={t("past.shown")}>
          {compared !== undefined && (
            <h2 className="num">{t("compare.shown", { time: at === undefined ? t("past.now") : clock(at) })}</h2>
          )}
          <div className="stage">
            <FloorStage
              venueId={venue.venueId}
              floor={floor}
              suspects={marked}
              sensors={sensorsThen}
              chosen={chosen}
              signal={layers.shown.has("suspects") ? signal : undefined}
              past={past}
              moving={moving}
              mayChoose={at === undefined && [...layers.shown].join() === "suspects"}
              showsSuspects={layers.shown.has("suspects")}
              unheardSquareMetres={unheard}
              describedBy={inWords}
              onSuspect={(id) => void navigate(link("suspect", id))}
              onSensor={(id) => void navigate(link("sensor", id))}
              legend={
                <>
                  {reach && <ReachLegend reach={reach} />}
                  {drawing && layers.shown.has("cameras") && (
                    <DrawnLegend drawing={drawing} cameras={cameras} unplaced={unplaced} />
                  )}
                </>
              }
            >
              {reach && <ReachLayer floor={floor} reach={reach} />}
              {drawing && (
                <DrawnLayer
                  floor={floor}
                  drawing={drawing}
                  cameras={cameras}
                  showsCameras={layers.shown.has("cameras")}
                />
              )}
            </FloorStage>
          </div>
        </section>
      </div>
      <TimePanel
        venueId={venue.venueId}
        time={time}
        timelines={united}
        activeNow={
          emitters.filter((one) => one.suspects.some((own) => own.state === "active" && !isSettled(own))).length
        }
        simulated={sensors.some((one) => one.simulatedLevels)}
        note={compared && <ComparedWords venueId={venue.venueId} compared={compared} />}
      >
        <DayCalendar venueId={venue.venueId} at={at ?? time.window.toMs} go={time.open} />
        <PinButton isPinned={compared !== undefined} pin={() => compare.pin(at)} unpin={compare.unpin} />
      </TimePanel>
      {at === undefined ? (
        <VenueList
          id={inWords}
          venueId={venue.venueId}
          unheardSquareMetres={unheard}
          emitters={emitters}
          sensors={sensors}
          cameras={cameras}
          chosen={chosen}
          suspectLink={(id) => link("suspect", id)}
          sensorLink={(id) => link("sensor", id)}
        />
      ) : (
        <PastList
          id={inWords}
          venueId={venue.venueId}
          at={at}
          known={known}
          sensors={sensorsThen}
          times={times}
          chosen={chosen}
          suspectLink={(id) => link("suspect", id)}
        />
      )}
      {isOpen && suspect && (
        <SuspectDrawer suspect={suspect} signal={signal} link={(id) => link("suspect", id)} onClose={close} />
      )}
      {isOpen && !suspect && sensor && <SensorDrawer sensor={sensor} onClose={close} />}
    </div>
  );
}
