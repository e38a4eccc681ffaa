import type { Alert } from "@probewarden/contract";
import { useCallback } from "react";
import { useText } from "../../text/text.ts";

/** What an alert is about in a few words, without what only the suspect's row knows. */
export function useAlertTitle(): (alert: Alert) => string {
  const { t, code } = useText();
  return useCallback(
    ({ suspicion, band, camera }: Alert) =>
      camera === undefined
        ? `${code("suspicion", suspicion ?? "")} · ${code("band", band ?? "")}`
        : t("today.cameraStep", {
            category: code("category", camera.category),
            from: code("step", camera.from),
            step: code("step", camera.step),
          }),
    [t, code],
  );
}
