import type { CameraFinding } from "@probewarden/contract";
import { readChallenges } from "./audit/digest.ts";
import { clean } from "./classify/camera-text.ts";
import { keepAnswer } from "./classify/kept-answer.ts";
import { askRtsp, RTSP_PORT, type RtspAnswer, type RtspMethod } from "./interrogate/rtsp-call.ts";
import { vendorOfRealm } from "./maker-visit.ts";
import { oddity } from "./oddity.ts";
import type { Visit, VisitSettings } from "./visit.ts";

type RtspSettings = Pick<VisitSettings, "userAgent" | "deadlineMilliseconds" | "rtspPort" | "tell">;

/**
 * Asks a camera that has proven itself for the banner of its streams' server, once: which server that is, and by whose realm it asks for a login
 * where it does. The answer is kept as evidence and proves no step. No stream is described, and none is opened.
 */
export async function addRtspBanner(visit: Visit, settings: RtspSettings, signal?: AbortSignal): Promise<Visit> {
  return (await asked("OPTIONS", visit, settings, signal))?.visit ?? visit;
}

/**
 * Asks such a camera once, as nobody, what its streams are: a description in words (SDP), which many give to anybody, and others to who has a
 * login alone. Its head is kept and nothing of the description. None is set up and none is begun.
 */
export async function addRtspDescription(visit: Visit, settings: RtspSettings, signal?: AbortSignal): Promise<Visit> {
  const end = await asked("DESCRIBE", visit, settings, signal);
  if (end === undefined) return visit;
  const isDescribed = end.said.outcome === "answered" && IS_DESCRIPTION.test(end.said.raw.toString("latin1"));
  if (!isDescribed) return end.visit;
  const { finding } = end.visit;
  const oddities = [oddity("readable-by-anyone", "DESCRIBE"), ...finding.oddities].slice(0, 16);
  return { ...end.visit, finding: { ...finding, oddities } };
}

const IS_DESCRIPTION = /^Content-Type:[ \t]*application\/sdp\b/im;

/** @returns undefined when nothing was asked, or nothing takes a connection there */
async function asked(
  method: RtspMethod,
  visit: Visit,
  settings: RtspSettings,
  signal: AbortSignal | undefined,
): Promise<{ visit: Visit; said: RtspAnswer } | undefined> {
  const place = { address: visit.deviceAt?.address ?? visit.finding.address, port: settings.rtspPort ?? RTSP_PORT };
  const target = { ...place, secure: false, path: method === "OPTIONS" ? "*" : "/" };
  if ((await settings.tell?.({ target, method })) === false) return undefined;
  const said = await askRtsp(method, place, settings, signal);
  if (said === undefined || signal?.aborted) return undefined;
  const { outcome, raw } = said;
  const call = method === "OPTIONS" ? "rtsp-options" : "rtsp-describe";
  return {
    said,
    visit: {
      ...visit,
      finding: {
        ...visit.finding,
        ...serverOf(said),
        ...vendorOf(visit, said),
        asked: [...visit.finding.asked, { call, outcome }],
      },
      answers:
        outcome === "answered" || outcome === "refused"
          ? [...visit.answers, { call, answer: keepAnswer(raw) }]
          : visit.answers,
    },
  };
}

const serverOf = ({ server }: RtspAnswer): Partial<CameraFinding> =>
  server === "" ? {} : { streamServer: clean(server) };

/** Whose realm it is, where nothing else has named the maker. */
function vendorOf({ finding }: Visit, { challenge }: RtspAnswer): Partial<CameraFinding> {
  const vendor =
    finding.vendor ??
    readChallenges(challenge)
      .map(({ parameters }) => vendorOfRealm(parameters.get("realm") ?? ""))
      .find((each) => each !== undefined);
  return vendor === undefined ? {} : { vendor };
}
