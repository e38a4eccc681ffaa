import { useNames } from "../../components/use-sentence.ts";
import { useText } from "../../text/text.ts";
import type { Acts } from "./use-acts.ts";

/** What waits on this phone and why, and what the collector has refused. */
export function QueueNote({ acts }: { acts: Acts }) {
  const { t, code } = useText();
  const names = useNames();
  return (
    <div className="queue-note" role="status">
      {acts.waiting.length > 0 && (
        <p className="stale">
          {t("ladder.waiting", { n: acts.waiting.length })}{" "}
          {acts.held === "sign-in" ? t("ladder.heldSignIn") : acts.held === undefined ? "" : t("ladder.heldOffline")}
        </p>
      )}
      {acts.isFull && <p className="mend">{t("ladder.full")}</p>}
      {acts.refused.map((one) => (
        <div key={one.id} className="mend">
          <strong>
            {t(`ladder.act.${one.kind}`)} · {one.kind === "claim" ? one.of : names.sensor(one.of)}
          </strong>
          <p>
            {t("look.notTaken")} {code("failure", one.code)}
          </p>
          <button type="button" className="button" onClick={() => acts.dismiss(one.id)}>
            {t("ladder.understood")}
          </button>
        </div>
      ))}
    </div>
  );
}
