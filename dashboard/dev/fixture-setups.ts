// How far the made-up venue's sensors are put up.
import type { ClaimCode, HearingRow, SensorSetup, SiteCode } from "@probewarden/contract";
import { sensors } from "./fixture-data.ts";
import { ago } from "./fixture-time.ts";

const by = "王敏";
/** The first is finished, the second one is in hand, the others are as nobody left them. */
export const setups: SensorSetup[] = sensors.map(({ sensorId, venueId }, at) => ({
  sensorId,
  venueId,
  ...(at < 2 ? { claimed: { by, at: ago(90) } } : {}),
  ...(at < 1
    ? {
        photo: { url: `/api/sensors/${sensorId}/photo?v=t1`, by, at: ago(80) },
        heard: { levelDbm: -52, minute: ago(71), by, at: ago(70) },
      }
    : {}),
}));

export const claimCode: ClaimCode = { code: "K7QM-2TRX", expiresAt: ago(-7 * 24 * 60) };

/** Stands for a photo of a ceiling. */
export const PHOTO = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 480"><rect width="640" height="480" fill="#b9bdb9"/><path d="M0 120h640M0 240h640M0 360h640M160 0v480M320 0v480M480 0v480" stroke="#989c98" stroke-width="4"/><rect x="270" y="190" width="100" height="70" rx="6" fill="#f4f4f2" stroke="#555" stroke-width="3"/><circle cx="355" cy="245" r="5" fill="#1f7a3d"/></svg>`;

export const siteCode: SiteCode = {
  words: ["bridge", "olive", "march", "cabin", "violin", "honey"],
  link: "https://collector.example:8443/ladder#join=bridge-olive-march-cabin-violin-honey",
  uses: 40,
  expiresAt: ago(-12 * 60),
};

export const heardNow: HearingRow = {
  askId: "h-hgijklmnopqrstuv",
  state: "heard",
  level: { frames: 9, medianDbm: -47, channelMhz: 2437 },
};
