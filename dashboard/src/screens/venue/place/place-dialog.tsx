import type { Venue } from "@probewarden/contract";
import { Dialog } from "radix-ui";
import { useId, useState, type FormEvent } from "react";
import { usePutVenuePlace } from "../../../api/queries.ts";
import { FormFailure } from "../../../components/form-failure.tsx";
import { useText } from "../../../text/text.ts";
import { coordinatesText, readCoordinates } from "./read-coordinates.ts";

/** The button that says where a venue is on earth, and what it opens. */
export function PlaceDialog({ venue }: { venue: Venue }) {
  const { t } = useText();
  const [isOpen, setOpen] = useState(false);
  return (
    <Dialog.Root open={isOpen} onOpenChange={setOpen}>
      <Dialog.Trigger className="button">{t("placeForm.open")}</Dialog.Trigger>
      <Dialog.Portal>
        {/* Radix's own overlay would write a style element, which the page's policy refuses. */}
        <div className="veil" />
        <Dialog.Content className="dialog">
          <Dialog.Title>{t("placeForm.title", { venue: venue.name })}</Dialog.Title>
          <Dialog.Description className="small muted">{t("placeForm.more")}</Dialog.Description>
          <PlaceForm venue={venue} onDone={() => setOpen(false)} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** Coordinates and district; an empty field takes away what was said before. */
function PlaceForm({ venue, onDone }: { venue: Venue; onDone: () => void }) {
  const { t } = useText();
  const put = usePutVenuePlace(venue.venueId);
  const [coordinates, setCoordinates] = useState(coordinatesText(venue.location));
  const [district, setDistrict] = useState(venue.district ?? "");
  const ids = { coordinates: useId(), fault: useId(), district: useId() };
  const location = readCoordinates(coordinates);
  const isWrong = coordinates.trim() !== "" && location === undefined;

  const save = (event: FormEvent): void => {
    event.preventDefault();
    if (isWrong) return;
    const name = district.trim();
    put.mutate(
      { ...(location === undefined ? {} : { location }), ...(name === "" ? {} : { district: name }) },
      { onSuccess: onDone },
    );
  };
  return (
    <form className="form" onSubmit={save}>
      <label className="field" htmlFor={ids.coordinates}>
        {t("placeForm.coordinates")}
        <input
          id={ids.coordinates}
          inputMode="text"
          autoComplete="off"
          maxLength={64}
          aria-invalid={isWrong}
          aria-describedby={isWrong ? ids.fault : undefined}
          value={coordinates}
          onChange={(event) => setCoordinates(event.target.value)}
        />
      </label>
      {isWrong && (
        <p id={ids.fault} role="alert" className="small">
          {t("placeForm.wrong")}
        </p>
      )}
      <label className="field" htmlFor={ids.district}>
        {t("placeForm.district")}
        <input
          id={ids.district}
          maxLength={64}
          value={district}
          onChange={(event) => setDistrict(event.target.value)}
        />
      </label>
      <FormFailure failure={put.error} />
      <p className="row-of-buttons">
        <button type="submit" className="button primary" disabled={isWrong || put.isPending}>
          {t("placeForm.save")}
        </button>
        <Dialog.Close className="button">{t("look.close")}</Dialog.Close>
      </p>
    </form>
  );
}
