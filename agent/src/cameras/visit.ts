import type { CameraFinding } from "@probewarden/contract";
import type { TellCall } from "./accountability/call-log.ts";
import { clean } from "./classify/camera-text.ts";
import { isCamera } from "./classify/camera-or-not.ts";
import type { KeptAnswer } from "./classify/kept-answer.ts";
import { climb, type ReadAnswer } from "./classify/ladder.ts";
import { readScopes } from "./classify/scopes.ts";
import type { SeenAtVisit } from "./known/camera-book.ts";
import { fingerprint } from "./known/fingerprint.ts";
import type { FullVisit } from "./known/full-visits.ts";
import { cameraId } from "./known/same-device.ts";
import type { DiscoveredDevice } from "./discover/device-register.ts";
import {
  guardXAddr,
  plainAddress,
  spellPlace,
  type GuardedXAddr,
  type GuardPolicy,
  type Target,
} from "./interrogate/address-guard.ts";
import { askBeforeLogin, type AskSettings, type PreLogin, type PreLoginAnswer } from "./interrogate/pre-login.ts";
import { distinctOddities, oddity } from "./oddity.ts";
import type { Reader } from "./reading-thread.ts";

/** Whom to talk to and how. */
export interface VisitSettings {
  policy: GuardPolicy;
  userAgent: string;
  deadlineMilliseconds: number;
  /** Where a camera has its streams; 554 except in tests. */
  rtspPort?: number;
  reader: Pick<Reader, "answer" | "auditVerdict">;
  /**
   * What the visit of a device may cost, and what its last full visit brought where this one can be short; undefined where it may cost nothing
   * any more today. Absent: a full visit without a bound but those of its calls.
   */
  plan?: (seen: SeenAtVisit) => Promise<VisitPlan | undefined>;
  /** Told of each call before it is made; one that it refuses is not made. */
  tell?: TellCall;
  now: () => number;
}

/** What a visit may cost, in octets, and what was said at the last full one. */
export interface VisitPlan {
  octets: number;
  before: FullVisit | undefined;
}

/** A visit that ended with a camera. `answers` are the copies that may be kept. */
export interface Visit {
  finding: CameraFinding;
  /** Where it was asked. */
  port: number;
  /** Its endpoint reference; `port 80` where it has said none, or several. */
  reference: string;
  /** The hardware address that it claims, if it does. It may be another's. */
  claimedHardware: string | undefined;
  /** What it says of itself at every visit, as a hash, where everything was asked: the next visit can be short. */
  fingerprint: string | undefined;
  /** Where its device service is asked; undefined where it does not speak ONVIF. */
  deviceAt: Target | undefined;
  /** Where its media service is asked, where it has one that may be contacted. */
  mediaAt: Target | undefined;
  /** It was short: the camera says what it said at its last full visit. */
  isShort: boolean;
  answers: { call: string; answer: KeptAnswer }[];
}

/** How a visit ended. */
export interface VisitEnd {
  /** A connection was attempted. */
  attempted: boolean;
  /** The address answered in SOAP: it is no stranger whom a datagram has pointed at. */
  answered: boolean;
  /** It said that an account is locked. */
  lockedOut: boolean;
  /** What it cost the device, both ways. */
  octets: number;
  visit: Visit | undefined;
}

/**
 * Asks one device and classifies it. A datagram accuses nobody: without an answer of the address itself, in ONVIF's words, there is no
 * finding, and `count` is told why.
 */
export async function visit(
  device: DiscoveredDevice,
  settings: VisitSettings,
  count: (reason: string) => void,
  signal?: AbortSignal,
): Promise<VisitEnd> {
  const { match } = device;
  const place = chooseXAddr(match.xaddrs, device.address, settings.policy);
  if ("refused" in place) {
    count(`xaddr-${place.refused}`);
    return NOT_VISITED;
  }
  const { port } = place.target;
  // A reference that changes names nothing; the port that it is asked at does.
  const reference = device.changesReference ? `port ${port}` : match.endpointReference;
  const address = plainAddress(device.address);
  const plan = settings.plan === undefined ? UNBOUNDED : await settings.plan({ address, port, reference });
  if (plan === undefined) {
    count("visit-budget-spent");
    return NOT_VISITED;
  }
  const { before } = plan;
  const asking: AskSettings = {
    ...settings,
    count,
    asksScopes: match.scopes.length === 0,
    mostOctets: plan.octets,
    ...(before === undefined
      ? {}
      : { isEnough: (heard) => fingerprintOf(device, readOf(heard)) === before.fingerprint }),
  };
  const preLogin = await askBeforeLogin(place.target, settings.policy, asking, signal);
  const end: VisitEnd = {
    attempted: preLogin.answers.length > 0,
    answered: preLogin.answers.some(({ reading }) => reading?.soap),
    lockedOut: preLogin.answers.some(({ outcome }) => outcome === "locked"),
    octets: preLogin.octets,
    visit: undefined,
  };
  const read = readOf(preLogin.answers);
  if (!preLogin.answers.some(({ reading }) => reading?.onvif))
    count(`not-confirmed-${preLogin.answers.at(-1)?.outcome ?? "timed-out"}`);
  else if (
    !isCamera(
      match,
      read.map(({ facts }) => facts),
    )
  )
    count("not-a-camera");
  else {
    const judged = judge(device, { ...place, reference }, preLogin, read, settings.now());
    const isSame = before !== undefined && !preLogin.isFull && fingerprintOf(device, read) === before.fingerprint;
    end.visit = isSame ? { ...judged, isShort: true, finding: asBefore(before.finding, judged.finding) } : judged;
  }
  return end;
}

const NOT_VISITED: VisitEnd = { attempted: false, answered: false, lockedOut: false, octets: 0, visit: undefined };
const UNBOUNDED: VisitPlan = { octets: Number.POSITIVE_INFINITY, before: undefined };

const readOf = (answers: readonly PreLoginAnswer[]): ReadAnswer[] =>
  answers.flatMap(({ call, reading }) =>
    reading?.facts === undefined ? [] : [{ call, facts: reading.facts, kept: reading.kept }],
  );

/** Of what a short visit asks; undefined where the device did not say its services or capabilities. */
function fingerprintOf({ match, isOwnWord }: DiscoveredDevice, read: readonly ReadAnswer[]): string | undefined {
  const services =
    read.find(({ call }) => call === "get-services") ?? read.find(({ call }) => call === "get-capabilities");
  if (services === undefined) return undefined;
  const scopes = match.scopes.length > 0 ? match.scopes : read.flatMap(({ facts }) => facts.scopes);
  return fingerprint([services.facts], [...scopes, ...(isOwnWord ? ["its own word"] : [])]);
}

/** What the last full visit proved, of a camera that says of itself what it said then. */
const asBefore = (before: CameraFinding, now: CameraFinding): CameraFinding => ({
  ...before,
  cameraId: now.cameraId,
  address: now.address,
  ...(now.webServer === undefined ? {} : { webServer: now.webServer }),
  asked: now.asked,
  oddities: distinctOddities<CameraFinding["oddities"][number]>([...now.oddities, ...before.oddities]),
  visitedAt: now.visitedAt,
});

function judge(
  device: DiscoveredDevice,
  place: Extract<GuardedXAddr, { target: unknown }> & { reference: string },
  preLogin: PreLogin,
  read: readonly ReadAnswer[],
  nowMs: number,
): Visit {
  const { match, address } = device;
  const said = preLogin.answers;
  // What stands only in a datagram that anybody could have sent describes the device, and accuses it of nothing; of two such that
  // contradict each other one is forged, and there is no telling which.
  const isOwnWord = device.isOwnWord && !device.contradictsItself;
  const isUsable = isOwnWord || !device.isContradicted;
  const own = match.scopes.length > 0 ? match.scopes : read.flatMap(({ facts }) => facts.scopes);
  const scopes = readScopes(isUsable ? own : []);
  const verdict = climb(isOwnWord ? scopes : readScopes([]), read);
  const oddities = distinctOddities([
    ...(place.carriesLogin ? [oddity("address-carries-login")] : []),
    ...(place.namesAnotherHost ? [oddity("names-another-host")] : []),
    ...(device.changesReference ? [oddity("changes-its-reference")] : []),
    ...(device.isContradicted ? [oddity("contradicted")] : []),
    ...(isUsable && !isOwnWord ? [oddity("described-by-datagram")] : []),
    ...preLogin.oddities,
    ...(said.some((each) => each.certificateUnproven) ? [oddity("certificate-proves-nothing")] : []),
    ...(said.some((each) => each.outcome === "redirected") ? [oddity("redirects-elsewhere")] : []),
    ...(said.some((each) => each.outcome === "locked") ? [oddity("locked")] : []),
    ...verdict.oddities,
  ]);
  const { reference } = place;
  const visitedAt = new Date(nowMs).toISOString();
  const full = preLogin.isFull ? fingerprintOf(device, read) : undefined;
  const finding: CameraFinding = {
    cameraId: cameraId({ address, port: place.target.port, reference, link: undefined }),
    address: plainAddress(address),
    ...(scopes.hardware === undefined ? {} : { hardware: clean(scopes.hardware) }),
    ...(scopes.name === undefined ? {} : { name: clean(scopes.name) }),
    ...(preLogin.server === "" ? {} : { webServer: clean(preLogin.server) }),
    profiles: scopes.profiles,
    analytics: verdict.analytics,
    ladder: verdict.ladder,
    asked: said.map(({ call, outcome }) => ({ call, outcome })),
    oddities,
    visitedAt,
    ...(full === undefined ? {} : { fullVisitAt: visitedAt }),
  };
  // The time of day differs at each visit and proves nothing: keeping it would only push out what does.
  const answers = said.flatMap(({ call, reading }) =>
    reading === undefined || call === "get-system-date-and-time" ? [] : [{ call, answer: reading.kept }],
  );
  return {
    finding,
    port: place.target.port,
    reference,
    claimedHardware: scopes.hardwareAddress,
    fingerprint: full,
    isShort: false,
    deviceAt: place.target,
    mediaAt: preLogin.mediaAt,
    answers,
  };
}

/**
 * The XAddr that names the address that answered, else the first that may be contacted, else why none may. A device that names none is
 * asked where ONVIF Core 5.1.1 puts the entry point of every device.
 */
function chooseXAddr(xaddrs: readonly string[], address: string, policy: GuardPolicy): GuardedXAddr {
  const named = xaddrs.length > 0 ? xaddrs : [`http://${spellPlace(address)}/`];
  const guarded = named.map((xaddr) => guardXAddr(xaddr, address, policy));
  const usable = guarded.filter((each) => "target" in each);
  return usable.find((each) => !each.namesAnotherHost) ?? usable[0] ?? guarded[0] ?? { refused: "not-a-url" };
}
