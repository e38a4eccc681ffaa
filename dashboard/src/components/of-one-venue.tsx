import { useId, type ReactNode } from "react";
import { useNavigate } from "react-router";
import type { useVenues } from "../api/queries.ts";
import { useText } from "../text/text.ts";
import { Empty, Loaded } from "./looks.tsx";
import { SimulatedNote } from "./simulated-note.tsx";

/** What stands below the title of a screen that each venue has one of: which venue, what the screen says of itself, and what it shows. */
export function OfOneVenue(props: {
  /** The screen, as its path and its texts are called. */
  screen: "survey" | "networks";
  query: ReturnType<typeof useVenues>;
  /** Absent: there is none. */
  venueId: string | undefined;
  children: (venueId: string) => ReactNode;
}) {
  const { screen, query, venueId } = props;
  const { t } = useText();
  const go = useNavigate();
  const field = useId();
  const venues = query.data ?? [];
  return (
    <>
      {venues.length > 1 && venueId !== undefined && (
        <p>
          <label htmlFor={field}>{t("survey.where")}</label>{" "}
          <select id={field} value={venueId} onChange={(event) => void go(`/${screen}/${event.target.value}`)}>
            {venues.map((venue) => (
              <option key={venue.venueId} value={venue.venueId}>
                {venue.name}
              </option>
            ))}
          </select>
        </p>
      )}
      <div className="promise">
        <strong>{t(`${screen}.lead`)}</strong>
        <p className="muted">{t(`${screen}.more`)}</p>
      </div>
      <SimulatedNote />
      {venueId === undefined ? (
        <Loaded query={query} what="venues">
          {() => <Empty title="venue.none" next="venue.noneNext" />}
        </Loaded>
      ) : (
        props.children(venueId)
      )}
    </>
  );
}
