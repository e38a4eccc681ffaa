import { createHash } from "node:crypto";
import { spellOctets, type CameraFinding } from "@probewarden/contract";
import { clean } from "./classify/camera-text.ts";
import { isCamera } from "./classify/camera-or-not.ts";
import { keepAnswer, type KeptAnswer } from "./classify/kept-answer.ts";
import { climb, type ReadAnswer } from "./classify/ladder.ts";
import { readScopes } from "./classify/scopes.ts";
import type { DiscoveredDevice } from "./discover/device-register.ts";
import { guardXAddr, plainAddress, type GuardedXAddr, type GuardPolicy } from "./interrogate/address-guard.ts";
import { askBeforeLogin, type PreLogin } from "./interrogate/pre-login.ts";
import { distinctOddities, oddity } from "./oddity.ts";

/** Whom to talk to and how; built once by the process. */
export interface VisitSettings {
  policy: GuardPolicy;
  userAgent: string;
  deadlineMilliseconds: number;
  now: () => number;
}

/** A visit that ended with a camera. `answers` are the copies that may be kept. */
export interface Visit {
  finding: CameraFinding;
  answers: { call: string; answer: KeptAnswer }[];
  lockedOut: boolean;
}

/** Stable for an address and an endpoint reference, spelled so that no address can be read out of it. */
export function cameraId(address: string, endpointReference: string): string {
  const digest = createHash("sha256").update(`${address}\n${endpointReference}`).digest();
  return `camera-${spellOctets(digest.subarray(0, 10))}`;
}

/** Asks one device and classifies it. Undefined: it is no camera, or must not be contacted; `count` was told why. */
export async function visit(
  device: DiscoveredDevice,
  settings: VisitSettings,
  count: (reason: string) => void,
  signal?: AbortSignal,
): Promise<Visit | undefined> {
  const { match } = device;
  const place = chooseXAddr(match.xaddrs, device.address, settings.policy);
  const preLogin: PreLogin =
    "refused" in place
      ? { answers: [], oddities: [oddity("not-contacted", place.refused)] }
      : await askBeforeLogin(place.target, settings.policy, settings, signal);
  if ("refused" in place) count(`xaddr-${place.refused}`);
  else {
    if (place.namesAnotherHost) preLogin.oddities.unshift(oddity("names-another-host"));
    if (place.carriesUserInfo) preLogin.oddities.unshift(oddity("address-carries-login"));
  }

  const kept = preLogin.answers.map(({ call, result }) => ({ call, answer: keepAnswer(result.raw) }));
  const read: ReadAnswer[] = preLogin.answers.flatMap(({ call, result }, index) => {
    const copy = kept[index];
    return result.body && copy ? [{ call, body: result.body, kept: copy.answer }] : [];
  });
  if (
    !isCamera(
      match,
      read.map((answer) => answer.body),
    )
  ) {
    count("not-a-camera");
    return undefined;
  }
  for (const { result } of preLogin.answers) {
    if (result.certificateUnproven) preLogin.oddities.push(oddity("certificate-proves-nothing"));
    if (result.outcome === "redirected") preLogin.oddities.push(oddity("redirects-elsewhere"));
    if (result.outcome === "locked") preLogin.oddities.push(oddity("locked"));
  }

  const scopes = readScopes(match.scopes);
  const verdict = climb(scopes, read);
  const oddities = distinctOddities([...preLogin.oddities, ...verdict.oddities]);
  const finding: CameraFinding = {
    cameraId: cameraId(device.address, match.endpointReference),
    address: plainAddress(device.address),
    ...(scopes.hardware === undefined ? {} : { hardware: clean(scopes.hardware) }),
    ...(scopes.name === undefined ? {} : { name: clean(scopes.name) }),
    profiles: scopes.profiles,
    analytics: verdict.analytics,
    ladder: verdict.ladder,
    asked: preLogin.answers.map(({ call, result }) => ({ call, outcome: result.outcome })),
    oddities,
    visitedAt: new Date(settings.now()).toISOString(),
  };
  // The time of day differs at each visit and proves nothing: keeping it would only push out what does.
  const answers = kept.filter(({ call }) => call !== "get-system-date-and-time");
  return { finding, answers, lockedOut: preLogin.answers.some(({ result }) => result.outcome === "locked") };
}

/** The XAddr that names the address that answered, else the first that may be contacted, else why none may. */
function chooseXAddr(xaddrs: readonly string[], address: string, policy: GuardPolicy): GuardedXAddr {
  const guarded = xaddrs.map((xaddr) => guardXAddr(xaddr, address, policy));
  const usable = guarded.filter((each) => "target" in each);
  return usable.find((each) => !each.namesAnotherHost) ?? usable[0] ?? guarded[0] ?? { refused: "not-a-url" };
}
