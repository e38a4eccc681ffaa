import type { Band, Suspect } from "@probewarden/contract";
import type { ReactNode } from "react";
import type { ShownSensor } from "../api/shown-sensor.ts";
import { useText } from "../text/text.ts";
import { isSettled } from "./settled.ts";

/** The sheet that every shape is drawn on. */
function Sheet({
  name,
  size = 16,
  width,
  children,
}: {
  name?: string;
  size?: number;
  width: number;
  children: ReactNode;
}) {
  return (
    <svg
      className={name}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      strokeWidth={width}
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      {children}
    </svg>
  );
}

/** Shape of a suspect: of its band, muted when it is settled, in a broken circle while nobody hears it. */
export function SuspectShape({ suspect, size = 16 }: { suspect: Suspect; size?: number }) {
  return <MarkShape band={suspect.band} state={suspect.state} settled={isSettled(suspect)} size={size} />;
}

/** The same of what is known of it at any time. */
export function MarkShape({
  band,
  state,
  settled,
  size = 16,
}: Pick<Suspect, "band" | "state"> & { settled: boolean; size?: number }) {
  const unheard = state === "silent" || state === "unobserved";
  return (
    <span className={["shape", settled && "settled", unheard && "unheard"].filter(Boolean).join(" ")}>
      <BandShape band={band} size={size} />
    </span>
  );
}

/** Shape of a band: hollow diamond, half-filled triangle, filled triangle. The shape says it without the colour. */
export function BandShape({ band, size = 16 }: { band: Band; size?: number }) {
  return (
    <Sheet name={band} size={size} width={1.6}>
      {band === "watch" && <path d="M8 1.5 14.5 8 8 14.5 1.5 8z" fill="var(--panel)" />}
      {band === "suspected" && (
        <>
          <path d="M8 2 15 14H1z" fill="var(--panel)" />
          <path d="M8 2 15 14H8z" fill="currentColor" stroke="none" />
        </>
      )}
      {band === "strong" && <path d="M8 2 15 14H1z" fill="currentColor" />}
    </Sheet>
  );
}

/** A band: shape and word. */
export function BandMark({ band }: { band: Band }) {
  const { code } = useText();
  return (
    <span className={`mark ${band}`}>
      <BandShape band={band} />
      {code("band", band)}
    </span>
  );
}

/** Shape of a sensor's state: full disc hears, half disc with a slash is deaf, ring is offline, ring with a square was stopped, dotted ring was never seen, ring with a bar is unknown. */
export function SensorShape({ state, size = 16 }: { state: ShownSensor["state"]; size?: number }) {
  return (
    <Sheet name={state} size={size} width={1.8}>
      <circle
        cx="8"
        cy="8"
        r="5.5"
        fill={state === "hearing" ? "currentColor" : "var(--panel)"}
        strokeDasharray={state === "never-seen" ? "2 2" : undefined}
      />
      {state === "stopped" && <rect x="5.5" y="5.5" width="5" height="5" fill="currentColor" stroke="none" />}
      {state === "unknown" && <path d="M5.5 8h5" />}
      {state === "deaf" && (
        <>
          <path d="M8 2.5a5.5 5.5 0 0 0 0 11z" fill="currentColor" stroke="none" />
          <path d="M14.5 1.5 1.5 14.5" />
        </>
      )}
    </Sheet>
  );
}

/** A sensor's state: shape and word, and a clock beside it where its clock is wrong. In a row that begins with its shape only the word. */
export function SensorMark({
  sensor,
  hasShape = true,
}: {
  sensor: Pick<ShownSensor, "state" | "clockWrong">;
  hasShape?: boolean;
}) {
  const { t, code } = useText();
  return (
    <>
      <span className={`mark ${sensor.state}`}>
        {hasShape && <SensorShape state={sensor.state} />}
        {code("sensor", sensor.state)}
      </span>
      {sensor.clockWrong && (
        <span className="mark clock-wrong">
          <ClockShape />
          {t("sensors.clockWrong")}
        </span>
      )}
    </>
  );
}

export function ClockShape() {
  return (
    <Sheet width={1.6}>
      <circle cx="8" cy="8" r="6" />
      <path d="M8 4.5V8l2.5 1.5" />
    </Sheet>
  );
}

/** A camera: square with a lens. */
export function CameraShape({ size = 16 }: { size?: number }) {
  return (
    <Sheet name="info" size={size} width={1.6}>
      <rect x="2" y="2" width="12" height="12" />
      <circle cx="8" cy="8" r="2.6" fill="currentColor" />
    </Sheet>
  );
}
