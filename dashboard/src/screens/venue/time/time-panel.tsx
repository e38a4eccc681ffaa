import { useEffect, useId, useLayoutEffect, useMemo, useRef, type ReactNode } from "react";
import { useTimeZone } from "../../../components/moment.tsx";
import { clockTime } from "../../../components/time-text.ts";
import { useText } from "../../../text/text.ts";
import { activitySteps } from "./activity.ts";
import type { TransmitterTimeline } from "./one-transmitter.ts";
import { TimeStrip } from "./time-strip.tsx";
import { STEP_MS } from "./time-window.ts";
import type { VenueTime } from "./use-venue-time.ts";

/** The slider of a venue's time: live at its right end, with what happened and who did not listen above it. */
export function TimePanel({
  venueId,
  time,
  timelines,
  activeNow,
  simulated,
  children,
  note,
}: {
  venueId: string;
  time: VenueTime;
  /** Each transmitter once. */
  timelines: readonly TransmitterTimeline[];
  /** Suspects that are active now and that nobody has settled: newer than the last step. */
  activeNow: number;
  simulated: boolean;
  /** What else can be done with the moment. */
  children?: ReactNode;
  /** What is said of it below. */
  note?: ReactNode;
}) {
  const { t, language } = useText();
  const zone = useTimeZone(venueId);
  const { at, window, query, playing } = time;
  const strip = useId();
  const steps = useMemo(
    () => activitySteps({ suspects: timelines, sensors: query.data?.sensors ?? [] }, window, STEP_MS),
    [timelines, query.data?.sensors, window],
  );
  const shown = at ?? window.toMs;
  const wordsAt = (moment: number | undefined): string => {
    const step = steps[Math.min(steps.length - 1, Math.round(((moment ?? window.toMs) - window.fromMs) / STEP_MS))];
    const clock = moment === undefined ? t("past.now") : clockTime(moment, Date.now(), zone, language);
    const heard =
      step === undefined || step.sensors === 0
        ? undefined
        : step.deaf === 0
          ? t("past.allListened")
          : t("past.notListened", { deaf: step.deaf, n: step.sensors });
    return [
      t("past.moment", { time: clock, n: moment === undefined ? activeNow : (step?.active ?? 0) }),
      moment === undefined ? undefined : heard,
    ]
      .filter((part) => part !== undefined)
      .join(" · ");
  };
  const words = wordsAt(at);

  const said = useRef<HTMLParagraphElement>(null);
  const slider = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    const { clock } = playing;
    if (clock === undefined) return undefined;
    // Thirty times a second, and beside React: the words are one text, and the slider one figure.
    const draw = (): void => {
      const now = wordsAt(clock.at);
      if (said.current?.firstChild) said.current.firstChild.nodeValue = now;
      if (slider.current === null) return;
      slider.current.value = String(clock.at);
      slider.current.ariaValueText = now;
    };
    draw();
    return clock.subscribe(draw);
  });

  const { toggle } = playing;
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      // On a button or a link the space bar is its own.
      if (event.key !== " " || event.target !== document.body || event.defaultPrevented) return;
      event.preventDefault();
      toggle();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  });

  return (
    <section className="time-panel" aria-label={t("past.panel")}>
      <div className="time-line">
        <button
          type="button"
          className="button"
          aria-label={t(playing.on ? "past.pause" : "past.play")}
          title={t(playing.on ? "past.pause" : "past.play")}
          onClick={toggle}
        >
          <span aria-hidden="true">{playing.on ? "❚❚" : "▶"}</span>
        </button>
        <button type="button" className="button" aria-label={t("past.earlier")} onClick={() => time.shift(-1)}>
          <span aria-hidden="true">«</span>
        </button>
        <p className="time-words num" ref={said}>
          {words}
        </p>
        <button
          type="button"
          className="button"
          aria-label={t("past.later")}
          disabled={time.isLatest}
          onClick={() => time.shift(1)}
        >
          <span aria-hidden="true">»</span>
        </button>
        {children}
        <button
          type="button"
          className={at === undefined ? "button" : "button primary"}
          disabled={at === undefined}
          onClick={() => {
            playing.stop();
            time.live();
          }}
        >
          {at === undefined ? t("past.live") : t("past.toLive")}
        </button>
      </div>
      {query.isError && <p className="small strong">{t("past.failed")}</p>}
      <TimeStrip id={strip} steps={steps} window={window} zone={zone} />
      <input
        ref={slider}
        type="range"
        aria-label={t("past.slider")}
        aria-valuetext={words}
        min={window.fromMs}
        max={window.toMs}
        step={STEP_MS}
        value={shown}
        onChange={(event) => {
          playing.stop();
          time.go(Number(event.target.value));
        }}
        onKeyDown={(event) => {
          if (event.key !== " ") return;
          event.preventDefault();
          toggle();
        }}
      />
      {note}
      {simulated && <p className="small info">{t("past.simulated")}</p>}
    </section>
  );
}
