import { readChallenges } from "./audit/digest.ts";
import { keepAnswer } from "./classify/kept-answer.ts";
import { askRtspOptions, RTSP_PORT } from "./interrogate/rtsp-options.ts";
import { vendorOfRealm } from "./maker-visit.ts";
import type { Visit, VisitSettings } from "./visit.ts";

/**
 * Asks a camera that has proven itself for the banner of its streams' server, once: which server that is, and by whose realm it asks for a login
 * where it does. The answer is kept as evidence and proves no step. No stream is described, and none is opened.
 */
export async function addRtspBanner(
  visit: Visit,
  settings: Pick<VisitSettings, "userAgent" | "deadlineMilliseconds" | "rtspPort" | "tell">,
  signal?: AbortSignal,
): Promise<Visit> {
  const place = { address: visit.finding.address, port: settings.rtspPort ?? RTSP_PORT };
  const target = { ...place, secure: false, path: "*" };
  if ((await settings.tell?.({ target, method: "OPTIONS" })) === false) return visit;
  const banner = await askRtspOptions(place, settings, signal);
  if (banner === undefined || signal?.aborted) return visit;
  const { outcome, raw, challenge } = banner;
  const call = "rtsp-options";
  const vendor =
    visit.finding.vendor ??
    readChallenges(challenge)
      .map(({ parameters }) => vendorOfRealm(parameters.get("realm") ?? ""))
      .find((each) => each !== undefined);
  const asked = [...visit.finding.asked, { call, outcome }];
  return {
    ...visit,
    finding: { ...visit.finding, ...(vendor === undefined ? {} : { vendor }), asked },
    answers:
      outcome === "answered" || outcome === "refused"
        ? [...visit.answers, { call, answer: keepAnswer(raw) }]
        : visit.answers,
  };
}
