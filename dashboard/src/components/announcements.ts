import type { Alert } from "@probewarden/contract";
import type { useText } from "../text/text.ts";
import { keptValue } from "./kept-value.ts";

type Words = Pick<ReturnType<typeof useText>, "t" | "code">;

const latest = keptValue<Alert>();

/** Hands a new alert to the page's polite live region. Nothing else is said aloud by itself. */
export const announce = (alert: Alert): void => latest.set(alert);

/** What is said aloud of an alert: what it is about, and how sure or how far it is proven. */
export function announcementOf({ suspicion, band, camera }: Alert, { t, code }: Words): string {
  if (camera !== undefined)
    return t("today.announceCamera", { category: code("category", camera.category), step: code("step", camera.step) });
  if (suspicion === undefined || band === undefined) return "";
  return t("today.announce", { subject: code("suspicion", suspicion), band: code("band", band) });
}

/** The alert last announced. */
export const useAnnouncement = latest.use;
