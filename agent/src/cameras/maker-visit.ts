import type { CameraFinding, CameraOutcome } from "@probewarden/contract";
import { readChallenges } from "./audit/digest.ts";
import type { AuditHeard } from "./audit/read-audit-answer.ts";
import { clean } from "./classify/camera-text.ts";
import { keepAnswer } from "./classify/kept-answer.ts";
import type { MakerCall } from "./discover/announced/protocol.ts";
import type { Target } from "./interrogate/address-guard.ts";
import { BUDGET } from "./interrogate/budget.ts";
import { refusalOf } from "./interrogate/refusal.ts";
import { webCall, type HeardCall } from "./interrogate/web-call.ts";
import { oddity } from "./oddity.ts";
import { cameraId } from "./known/same-device.ts";
import type { Visit, VisitSettings } from "./visit.ts";

/** The maker's own interface at a path that it documents, and what a camera is called that speaks it: others sell it under their names too. */
const INTERFACES = {
  "isapi-device-info": {
    path: "/ISAPI/System/deviceInfo",
    vendor: "Hikvision family (ISAPI)",
    // Realms of RFC 7616 as these families name them.
    realm: /^(?:IP ?Camera\(|i?DS-|DVRNVRDVS)/i,
  },
  "dahua-device-type": {
    path: "/cgi-bin/magicBox.cgi?action=getDeviceType",
    vendor: "Dahua family (HTTP API)",
    realm: /^Login to /i,
  },
  "vapix-brand": { path: "/axis-cgi/param.cgi?action=list&group=root.Brand", vendor: "Axis (VAPIX)", realm: /^AXIS_/i },
} as const satisfies Record<MakerCall, unknown>;

/** The family whose devices ask for a login by that realm, without the interface that it is known by otherwise. */
export const vendorOfRealm = (realm: string): string | undefined =>
  Object.values(INTERFACES)
    .find((each) => each.realm.test(realm))
    ?.vendor.replace(/ \(.*/, "");

/** All of them, in the order in which they are asked. */
export const MAKER_CALLS = Object.keys(INTERFACES) as MakerCall[];
type Interface = MakerCall;

/** A path that no maker has: who asks for a login even there says nothing by it. */
const NOBODYS_PATH = "/no-such-page-of-any-maker";

/**
 * Asks a device that an operator named, and that is no ONVIF device, at the makers' own interfaces: one GET each, as nobody. It is a camera of
 * that family when it answers there in the family's words, or asks for a login there and not at any path whatever, or by a realm of that family. Undefined when it is none.
 *
 * @param calls which of the interfaces
 * @param purse octets that the visit may cost; what is left when it has ended
 */
export async function visitMaker(
  target: Target,
  settings: Omit<VisitSettings, "policy">,
  signal?: AbortSignal,
  calls: readonly MakerCall[] = MAKER_CALLS,
  purse: { octets: number } = { octets: BUDGET.fullVisitOctets },
): Promise<Visit | undefined> {
  const get = async (path: string): Promise<HeardCall | undefined> => {
    if ((await settings.tell?.({ target: { ...target, path }, method: "GET" })) === false) return undefined;
    const allowed = { ...settings, mostOctets: Math.max(0, purse.octets) };
    const heard = await webCall(
      { ...target, path },
      { method: "GET", headers: {}, payload: undefined },
      allowed,
      signal,
    );
    purse.octets -= heard.octets;
    return heard;
  };
  const nowhere = await get(NOBODYS_PATH);
  if (nowhere === undefined || nowhere.failure !== undefined || signal?.aborted) return undefined;
  const asksEverywhere = nowhere.status === 401;
  for (const call of calls) {
    if (signal?.aborted) return undefined;
    const heard = await get(INTERFACES[call].path);
    if (heard === undefined) return undefined;
    if (heard.failure !== undefined) continue;
    if (heard.status === 401 && (!asksEverywhere || namesRealm(heard, INTERFACES[call].realm)))
      return made(
        target,
        call,
        heard,
        refusalOf(401, undefined, () => heard.raw.toString("latin1")) ?? "refused",
        {},
        settings,
      );
    const own: AuditHeard = { call, raw: heard.raw, contentType: heard.contentType };
    const verdict = heard.status === 200 ? await settings.reader.auditVerdict([own]) : "reading-failed";
    if (typeof verdict !== "string" && verdict.model !== undefined)
      return made(
        target,
        call,
        heard,
        "answered",
        { hardware: verdict.model, ...firmwareOf(verdict.firmware) },
        settings,
      );
  }
  return undefined;
}

const namesRealm = ({ challenge }: HeardCall, realm: RegExp): boolean =>
  readChallenges(challenge).some(({ parameters }) => realm.test(parameters.get("realm") ?? ""));

const firmwareOf = (firmware: string | undefined): Partial<CameraFinding> =>
  firmware === undefined ? {} : { firmware };

function made(
  { address, port }: Target,
  call: Interface,
  heard: HeardCall,
  outcome: CameraOutcome,
  said: Partial<CameraFinding>,
  { now }: Pick<VisitSettings, "now">,
): Visit {
  const reference = `port ${port}`;
  const finding: CameraFinding = {
    cameraId: cameraId({ address, port, reference, link: undefined }),
    address,
    vendor: INTERFACES[call].vendor,
    ...said,
    ...(heard.server === "" ? {} : { webServer: clean(heard.server) }),
    profiles: [],
    analytics: "unknown",
    ladder: [],
    asked: [{ call, outcome }],
    oddities: [
      ...(outcome === "answered" ? [oddity("readable-by-anyone", INTERFACES[call].path.replace(/\?.*$/, ""))] : []),
      ...(heard.certificateUnproven ? [oddity("certificate-proves-nothing")] : []),
    ],
    visitedAt: new Date(now()).toISOString(),
  };
  const answers = outcome === "answered" ? [{ call, answer: keepAnswer(heard.raw, heard.contentType) }] : [];
  return {
    finding,
    port,
    reference,
    claimedHardware: undefined,
    fingerprint: undefined,
    isShort: false,
    deviceAt: undefined,
    mediaAt: undefined,
    answers,
  };
}
