import { useState } from "react";
import { useText } from "../../text/text.ts";

/** Addresses that are shown before somebody asks for the rest: a box that invents them has dozens. */
const FIRST = 3;

/** The addresses of a suspect, folded where they are many. */
export function Addresses({ transmitters, count }: { transmitters: readonly string[]; count: number }) {
  const { t } = useText();
  const [all, setAll] = useState(false);
  if (transmitters.length === 0) return t("suspect.noAddressMore");
  // One more than are shown is no reason to fold.
  const folds = transmitters.length > FIRST + 1;
  const shown = folds && !all ? transmitters.slice(0, FIRST) : transmitters;
  return (
    <>
      <span className="mono">{shown.join(", ")}</span>
      {count > transmitters.length && (!folds || all) && <> {t("suspect.ofAddresses", { n: count })}</>}
      {folds && (
        <>
          {" "}
          <button type="button" className="as-link" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? t("suspect.addressesLess") : t("suspect.addressesMore", { n: count - FIRST })}
          </button>
        </>
      )}
    </>
  );
}
