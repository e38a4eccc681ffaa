import type { CameraOddity, CameraOddityCode } from "@probewarden/contract";

const WORDS: Readonly<Record<CameraOddityCode, string>> = {
  "not-contacted": "no address of this device may be contacted",
  "names-another-host": "names another host; only the address that answered is contacted",
  "address-carries-login": "its address carries a user name or password, which is not used",
  "service-not-contacted": "a service names a place that is not contacted",
  "service-names-another-host": "a service names another host; asked at the address that answered",
  "certificate-proves-nothing": "its TLS certificate proves nothing (self-signed, expired or for another name)",
  "redirects-elsewhere": "it sends callers elsewhere; the redirect was not followed",
  locked: "it says that its account is locked; it is left alone for 24 hours",
  "changes-its-reference": "it called itself by several endpoint references in one round; it is counted once",
  "claims-other-hardware":
    "it names another hardware address than the one by which it is reached; only the latter is used to know it again",
  contradicted: "answers in its name contradict each other; only what its own address confirms is used",
  "described-by-datagram":
    "its model and name stand in a datagram that its own address did not confirm; they accuse it of nothing",
  "can-send": "it says that it can send pictures of objects, or what it made of them",
  "readable-by-anyone": "it answers without a login what is kept for who has one",
  "recordings-searchable": "recordings can be searched by picture or by words; this names no category",
};

/**
 * Something odd about a camera's answers.
 * @param cause why a place is not contacted, or which call it is about: a code of ours
 * @param figures what was counted of it
 */
export function oddity(
  code: CameraOddityCode,
  cause?: string,
  figures: Readonly<Record<string, number>> = {},
): CameraOddity {
  if (cause === undefined) return { code, text: WORDS[code] };
  const counted = Object.entries(figures).map(([name, figure]) => ` (${figure} ${name})`);
  return { code, text: `${WORDS[code]}: ${cause}${counted.join("")}`, facts: { cause, ...figures } };
}

/** Each once, in order, as many as a finding may hold. */
export function distinctOddities<Odd extends { text: string }>(all: readonly Odd[]): Odd[] {
  return [...new Map(all.map((each) => [each.text, each])).values()].slice(0, 16);
}
