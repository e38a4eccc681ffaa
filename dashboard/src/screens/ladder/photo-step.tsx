import type { SensorSetup } from "@probewarden/contract";
import { useEffect, useId, useState } from "react";
import { Moment } from "../../components/moment.tsx";
import { useText } from "../../text/text.ts";
import { toBase64 } from "../../components/to-base64.ts";
import { drawPhoto } from "./drawn-photo.ts";
import type { Acts } from "./use-acts.ts";

/** A photo of how it hangs. What is shown is what will be sent. */
export function PhotoStep({
  sensorId,
  name,
  setup,
  acts,
}: {
  sensorId: string;
  name: string;
  setup: SensorSetup | undefined;
  acts: Acts;
}) {
  const { t } = useText();
  const id = useId();
  const [isBad, setBad] = useState(false);
  const [taken, setTaken] = useState<string>();
  const kept = setup?.photo;
  useEffect(() => (taken === undefined ? undefined : () => URL.revokeObjectURL(taken)), [taken]);

  async function take(file: File): Promise<void> {
    setBad(false);
    try {
      const jpeg = await drawPhoto(file);
      const body = { image: await toBase64(jpeg), before: kept?.url ?? null };
      if (acts.act("photo", sensorId, { method: "PUT", path: `/api/sensors/${sensorId}/photo`, body }))
        setTaken(URL.createObjectURL(jpeg));
    } catch {
      setBad(true);
    }
  }
  const shown = taken ?? kept?.url;
  return (
    <div className="form">
      {shown !== undefined && <img className="mounting" src={shown} alt={t("ladder.photoOf", { name })} />}
      {taken === undefined && kept !== undefined && (
        <p className="muted small">
          {kept.by} · <Moment at={kept.at} {...(setup === undefined ? {} : { venueId: setup.venueId })} />
        </p>
      )}
      <p className="muted">{t("ladder.photoMore")}</p>
      {isBad && (
        <p className="mend" role="alert">
          {t("ladder.badPhoto")}
        </p>
      )}
      <label className="button big" htmlFor={id}>
        {t(shown === undefined ? "ladder.takePhoto" : "ladder.takeAnother")}
      </label>
      <input
        id={id}
        className="visually-hidden"
        type="file"
        accept="image/*"
        capture="environment"
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          if (file !== undefined) void take(file);
          event.target.value = "";
        }}
      />
    </div>
  );
}
