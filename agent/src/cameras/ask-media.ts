import { CAMERA_STEPS, type CameraFinding, type CameraLadder, type CameraOutcome } from "@probewarden/contract";
import type { TellCall } from "./accountability/call-log.ts";
import type { AnswerFacts } from "./classify/answer-facts.ts";
import { keepAnswer } from "./classify/kept-answer.ts";
import type { Target } from "./interrogate/address-guard.ts";
import { BUDGET } from "./interrogate/budget.ts";
import { envelope } from "./interrogate/soap-envelope.ts";
import { soapCall } from "./interrogate/soap-call.ts";
import type { HeardCall } from "./interrogate/web-call.ts";
import { oddity } from "./oddity.ts";
import { addRtspDescription } from "./rtsp-visit.ts";
import type { Visit, VisitSettings } from "./visit.ts";

const MEDIA = "http://www.onvif.org/ver10/media/wsdl";
const DEVICE = "http://www.onvif.org/ver10/device/wsdl";

/** What may be sent, and what for. */
interface MediaMeans {
  tell: TellCall;
  /** Octets that all of it may cost. */
  octets: number;
  count: (reason: string) => void;
  /** Its streams are asked as well: nobody else has that address. */
  asksStreams: boolean;
}
type MediaSettings = Pick<VisitSettings, "userAgent" | "deadlineMilliseconds" | "rtspPort" | "reader">;

/** What came of it. */
export interface MediaEnd {
  visit: Visit;
  /** What it cost the device, both ways. */
  octets: number;
  /** It said that an account is locked. */
  lockedOut: boolean;
}

/** After these nothing else is asked: it says that an account is locked, or it costs a deadline each time. */
const ENDS: ReadonlySet<CameraOutcome> = new Set(["locked", "timed-out", "unreachable"]);

/**
 * Asks a camera that has proven itself for what only who has a login may read, each once and as nobody: media profiles (ONVIF class READ_MEDIA),
 * the list of accounts (READ_SYSTEM_SECRET) and the description of its streams. So this is done for who has asked for it alone. A camera that
 * answers is readable by anyone; one that refuses does as it should.
 *
 * What the profiles say of analytics is proven, and kept. Of the accounts it is kept that they were told, and how many: no name leaves this function.
 */
export async function addMedia(
  visit: Visit,
  means: MediaMeans,
  settings: MediaSettings,
  signal?: AbortSignal,
): Promise<MediaEnd> {
  const end: MediaEnd = { visit, octets: 0, lockedOut: false };
  const ask = async (target: Target | undefined, namespace: string, call: string): Promise<Heard | undefined> => {
    const left = means.octets - end.octets;
    if (target === undefined || left <= 0 || signal?.aborted) return undefined;
    // What cannot be written down is not sent.
    if (!(await means.tell({ target, method: "POST", call }))) return undefined;
    const question = { envelope: envelope(`<${call} xmlns="${namespace}"/>`), action: `${namespace}/${call}` };
    const { userAgent, deadlineMilliseconds, reader } = settings;
    const allowed = { userAgent, deadlineMilliseconds, mostOctets: Math.min(left, BUDGET.fullVisitOctets) };
    const heard = await soapCall(target, question, allowed, signal);
    end.octets += heard.octets;
    const read = heard.failure === undefined ? await reader.answer(heard) : undefined;
    if (typeof read === "string") means.count(read);
    const failure = heard.failure === "closed" ? "unreachable" : (heard.failure ?? "too-slow");
    const outcome = read === undefined || typeof read === "string" ? failure : read.outcome;
    return { outcome, heard, facts: read === undefined || typeof read === "string" ? undefined : read.facts };
  };

  const profiles = await ask(visit.mediaAt, MEDIA, "GetProfiles");
  if (profiles !== undefined) end.visit = await withProfiles(end.visit, profiles, settings);
  end.lockedOut = profiles?.outcome === "locked";
  if (profiles !== undefined && ENDS.has(profiles.outcome)) return end;
  const users = await ask(visit.deviceAt, DEVICE, "GetUsers");
  if (users !== undefined) end.visit = withUsers(end.visit, users);
  end.lockedOut = users?.outcome === "locked";
  if ((users !== undefined && ENDS.has(users.outcome)) || !means.asksStreams) return end;
  end.visit = await addRtspDescription(end.visit, { ...settings, tell: means.tell }, signal);
  return end;
}

interface Heard {
  outcome: CameraOutcome;
  heard: HeardCall;
  facts: AnswerFacts | undefined;
}

/** It is that answer, and not another that says "answered" to whatever is asked. */
const isAnswer = ({ outcome, facts }: Heard, element: string): boolean =>
  outcome === "answered" && facts?.element === element;

async function withProfiles(visit: Visit, said: Heard, { reader }: MediaSettings): Promise<Visit> {
  const call = "get-profiles";
  const { raw, contentType } = said.heard;
  const asked = [...visit.finding.asked, { call, outcome: said.outcome }];
  if (!isAnswer(said, "GetProfilesResponse")) return { ...visit, finding: { ...visit.finding, asked } };
  const verdict = await reader.auditVerdict([{ call, raw, contentType }]);
  const { finding } = visit;
  const ladder = typeof verdict === "string" ? finding.ladder : higherOf(finding.ladder, verdict.ladder);
  return {
    ...visit,
    finding: {
      ...finding,
      asked,
      oddities: withOddity(finding, oddity("readable-by-anyone", "GetProfiles")),
      ladder,
      analytics: ladder.some(({ category }) => category !== "motion-only") ? "named" : finding.analytics,
    },
    answers: [...visit.answers, { call, answer: keepAnswer(raw, contentType) }],
  };
}

/** The answer itself is kept nowhere: it names people. */
function withUsers(visit: Visit, said: Heard): Visit {
  const { finding } = visit;
  const asked = [...finding.asked, { call: "get-users", outcome: said.outcome }];
  if (!isAnswer(said, "GetUsersResponse")) return { ...visit, finding: { ...finding, asked } };
  const found = oddity("readable-by-anyone", "GetUsers", { accounts: said.facts?.accounts ?? 0 });
  return { ...visit, finding: { ...finding, asked, oddities: withOddity(finding, found) } };
}

const withOddity = ({ oddities }: CameraFinding, found: CameraFinding["oddities"][number]): CameraFinding["oddities"] =>
  [found, ...oddities].slice(0, 16);

const rank = (row: CameraLadder | undefined): number => CAMERA_STEPS.indexOf(row?.step ?? "unknown");

/** Of each category the higher step, with its proofs. */
function higherOf(seen: readonly CameraLadder[], read: readonly CameraLadder[]): CameraLadder[] {
  const categories = new Set([...seen, ...read].map(({ category }) => category));
  return [...categories].flatMap((category) => {
    const [a, b] = [seen, read].map((rows) => rows.find((row) => row.category === category));
    return (rank(b) > rank(a) ? b : a) ?? [];
  });
}
