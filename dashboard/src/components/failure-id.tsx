import { useText } from "../text/text.ts";

/** The identifier under which the collector's log has a failure: for whoever helps, so it is folded. */
export function FailureId({ id }: { id: string }) {
  const { t } = useText();
  return (
    <details className="small muted">
      <summary>{t("look.forSupport")}</summary>
      <p>{t("look.forSupportMore")}</p>
      {t("look.id")} <code className="mono">{id}</code>{" "}
      <button type="button" className="button" onClick={() => void navigator.clipboard.writeText(id)}>
        {t("look.copy")}
      </button>
    </details>
  );
}
