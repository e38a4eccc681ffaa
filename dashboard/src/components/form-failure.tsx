import { ApiFailure } from "../api/client.ts";
import { useText } from "../text/text.ts";
import { FailureId } from "./failure-id.tsx";

/**
 * Why a form was not taken, in words.
 * @param codes other words for some codes, where the same refusal means something else here
 */
export function FormFailure({
  failure,
  codes = {},
}: {
  failure: unknown;
  codes?: Readonly<Record<string, string>> | undefined;
}) {
  const { t, code } = useText();
  if (!failure) return null;
  const known = failure instanceof ApiFailure ? failure : undefined;
  const other = known && Object.hasOwn(codes, known.code) ? codes[known.code] : undefined;
  return (
    <div role="alert">
      <p className="strong">
        {t("look.notTaken")} {known ? code("failure", other ?? known.code) : t("look.unknownFailure")}
      </p>
      {known && <FailureId id={known.id} />}
    </div>
  );
}
