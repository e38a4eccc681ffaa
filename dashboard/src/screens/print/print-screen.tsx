import { useParams } from "react-router";
import { DayPaper } from "./day-paper.tsx";
import { HandOverPaper } from "./hand-over-paper.tsx";
import { SuspectPaper } from "./suspect-paper.tsx";
import { VenuePaper } from "./venue-paper.tsx";

/** A paper of a suspect, a venue, a day or a hand-over: to be looked at, printed, or kept as a PDF. */
export function PrintScreen() {
  const { what, id = "", date } = useParams();
  if (what === "suspect") return <SuspectPaper suspectId={id} />;
  if (what === "hand-over") return <HandOverPaper venueId={id} />;
  if (date !== undefined) return <DayPaper venueId={id} date={date} />;
  return <VenuePaper venueId={id} />;
}
