import { CAMERA_STEPS, type CameraLadder } from "@probewarden/contract";
import type { TellCall } from "./accountability/call-log.ts";
import { keepAnswer } from "./classify/kept-answer.ts";
import { BUDGET } from "./interrogate/budget.ts";
import { envelope } from "./interrogate/soap-envelope.ts";
import { soapCall } from "./interrogate/soap-call.ts";
import { oddity } from "./oddity.ts";
import type { Visit, VisitSettings } from "./visit.ts";

const MEDIA = "http://www.onvif.org/ver10/media/wsdl";
const CALL = "get-profiles";

/**
 * Asks a camera that has proven itself for its media profiles, once and as nobody. ONVIF keeps them for who has a login (class READ_MEDIA), so
 * this is done for who has asked for it alone. A camera that answers is readable by anyone, and what its profiles say of analytics is proven;
 * one that refuses does as it should.
 * @param octets that the answer may have
 */
export async function addMedia(
  visit: Visit,
  media: { tell: TellCall; octets: number; count: (reason: string) => void },
  settings: Pick<VisitSettings, "userAgent" | "deadlineMilliseconds" | "reader">,
  signal?: AbortSignal,
): Promise<{ visit: Visit; octets: number }> {
  const target = visit.mediaAt;
  if (target === undefined || signal?.aborted) return { visit, octets: 0 };
  // What cannot be written down is not sent.
  if (!(await media.tell({ target, method: "POST", call: "GetProfiles" }))) return { visit, octets: 0 };
  const question = { envelope: envelope(`<GetProfiles xmlns="${MEDIA}"/>`), action: `${MEDIA}/GetProfiles` };
  const mostOctets = Math.min(media.octets, BUDGET.fullVisitOctets);
  const { userAgent, deadlineMilliseconds } = settings;
  const heard = await soapCall(target, question, { userAgent, deadlineMilliseconds, mostOctets }, signal);
  const read = heard.failure === undefined ? await settings.reader.answer(heard) : undefined;
  if (typeof read === "string") media.count(read);
  const failure = heard.failure === "closed" ? "unreachable" : (heard.failure ?? "too-slow");
  const outcome = read === undefined || typeof read === "string" ? failure : read.outcome;
  const asked = [...visit.finding.asked, { call: CALL, outcome }];
  if (outcome !== "answered")
    return { visit: { ...visit, finding: { ...visit.finding, asked } }, octets: heard.octets };
  const verdict = await settings.reader.auditVerdict([{ call: CALL, raw: heard.raw, contentType: heard.contentType }]);
  const { finding } = visit;
  const ladder = typeof verdict === "string" ? finding.ladder : higherOf(finding.ladder, verdict.ladder);
  const oddities = [oddity("readable-by-anyone", "GetProfiles"), ...finding.oddities].slice(0, 16);
  return {
    octets: heard.octets,
    visit: {
      ...visit,
      finding: {
        ...finding,
        asked,
        oddities,
        ladder,
        analytics: ladder.some(({ category }) => category !== "motion-only") ? "named" : finding.analytics,
      },
      answers: [...visit.answers, { call: CALL, answer: keepAnswer(heard.raw, heard.contentType) }],
    },
  };
}

const rank = (row: CameraLadder | undefined): number => CAMERA_STEPS.indexOf(row?.step ?? "unknown");

/** Of each category the higher step, with its proofs. */
function higherOf(seen: readonly CameraLadder[], read: readonly CameraLadder[]): CameraLadder[] {
  const categories = new Set([...seen, ...read].map(({ category }) => category));
  return [...categories].flatMap((category) => {
    const [a, b] = [seen, read].map((rows) => rows.find((row) => row.category === category));
    return (rank(b) > rank(a) ? b : a) ?? [];
  });
}
