import { ApiFailure } from "../api/client.ts";
import { useText } from "../text/text.ts";

/** Why a form was not taken, with the identifier that stands in the collector's log. */
export function FormFailure({ failure }: { failure: unknown }) {
  const { t, code } = useText();
  if (!failure) return null;
  return (
    <p className="strong" role="alert">
      {t("look.notTaken")} {failure instanceof ApiFailure ? code("failure", failure.code) : t("look.unknownFailure")}
      {failure instanceof ApiFailure && <span className="mono small"> {failure.id}</span>}
    </p>
  );
}
