import { useQueryClient } from "@tanstack/react-query";
import { useSignOut } from "../../api/queries.ts";
import { Tools } from "../../components/layout.tsx";
import { useText } from "../../text/text.ts";
import { SetUpSecondStep } from "../account/set-up-second-step.tsx";
import "../people/people.css";

/** A role of this account takes a second step: nothing else opens before it is set up. */
export function NeedsSecondStep() {
  const { t } = useText();
  const client = useQueryClient();
  const signOut = useSignOut();
  return (
    <main className="sign-in">
      <div className="form">
        <h1>{t("own.neededTitle")}</h1>
        <p className="muted">{t("own.neededMore")}</p>
        <SetUpSecondStep onDone={() => void client.invalidateQueries({ queryKey: ["session"] })} />
        <button type="button" className="button" disabled={signOut.isPending} onClick={() => signOut.mutate()}>
          {t("settings.signOut")}
        </button>
        <Tools />
      </div>
    </main>
  );
}
