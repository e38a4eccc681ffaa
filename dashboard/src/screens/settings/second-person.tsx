import type { SecondPerson as Said } from "@probewarden/contract";
import { useId, useState } from "react";
import { useSecondPerson, useSetSecondPerson } from "../../api/approvals.ts";
import { useMay, useVenues } from "../../api/queries.ts";
import { FormFailure } from "../../components/form-failure.tsx";
import { useText } from "../../text/text.ts";

const WHAT = ["authorise", "packages"] as const;

/** What takes a second person, everywhere and at single venues; who administers changes it. */
export function SecondPerson() {
  const { t } = useText();
  const said = useSecondPerson().data;
  const venues = useVenues().data ?? [];
  const mayChange = useMay("administer");
  const id = useId();
  const [venueId, setVenueId] = useState("");
  if (said === undefined) return null;
  const everywhere = said.find((one) => one.venueId === undefined);
  const present = said.find((one) => (one.venueId ?? "") === venueId) ?? everywhere;
  const others = said.filter((one) => one.venueId !== undefined);
  const nameOf = (one: Said): string =>
    venues.find((venue) => venue.venueId === one.venueId)?.name ?? one.venueId ?? "";
  const words = (one: Said): string =>
    WHAT.map((what) => `${t(`approvals.${what}`)}: ${t(one[what] ? "approvals.on" : "approvals.off")}`).join(" · ");
  return (
    <section className="section">
      <h2>{t("approvals.settings")}</h2>
      <p className="muted">{t("approvals.settingsLead")}</p>
      {everywhere && (
        <p>
          {t("approvals.everywhere")} · {words(everywhere)}
        </p>
      )}
      {others.length > 0 && (
        <>
          <p className="muted">{t("approvals.exceptions")}</p>
          <ul className="record">
            {others.map((one) => (
              <li key={one.venueId}>
                {nameOf(one)} · {words(one)}
              </li>
            ))}
          </ul>
        </>
      )}
      {mayChange && (
        <>
          <div className="field">
            <label htmlFor={id}>{t("approvals.forAll")}</label>
            <select id={id} value={venueId} onChange={(event) => setVenueId(event.target.value)}>
              <option value="">{t("approvals.everywhere")}</option>
              {venues.map((venue) => (
                <option key={venue.venueId} value={venue.venueId}>
                  {venue.name}
                </option>
              ))}
            </select>
          </div>
          <Switches
            key={`${venueId} ${present?.authorise} ${present?.packages}`}
            present={{ authorise: present?.authorise ?? false, packages: present?.packages ?? false }}
            venueId={venueId}
          />
        </>
      )}
    </section>
  );
}

function Switches({ present, venueId }: { present: Pick<Said, "authorise" | "packages">; venueId: string }) {
  const { t } = useText();
  const set = useSetSecondPerson();
  const [chosen, setChosen] = useState(present);
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        set.mutate({ ...chosen, ...(venueId === "" ? {} : { venueId }) });
      }}
    >
      {WHAT.map((what) => (
        <label key={what} className="check">
          <input
            type="checkbox"
            checked={chosen[what]}
            onChange={(event) => setChosen({ ...chosen, [what]: event.target.checked })}
          />{" "}
          {t(`approvals.${what}`)}
        </label>
      ))}
      <FormFailure failure={set.error} />
      <div className="row-of-buttons">
        <button className="button" disabled={set.isPending}>
          {t("approvals.save")}
        </button>
      </div>
    </form>
  );
}
