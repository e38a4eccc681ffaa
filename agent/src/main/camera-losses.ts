/** Why something was not used, in words for the person at the terminal. Reasons with a cause behind them stand with their beginning. */
const WORDS: Readonly<Record<string, string>> = {
  "burst-budget-spent": "networks or hosts not asked (again): the packets of ten minutes are spent",
  "budget-not-kept": "the packet budget could not be written below dataDir; it is counted in memory only",
  "visit-budget-spent": "an address that has cost 256 kB of visits today already, and is asked again tomorrow",
  "not-written-down-round": "a round that was not begun, because cameras/audit.log below dataDir could not be written",
  "not-written-down-call": "a call that was not made, because cameras/audit.log below dataDir could not be written",
  "not-written-down-end": "the end of a round could not be written into cameras/audit.log below dataDir",
  "not-written-down-made":
    "a call to what then proved to be a camera, made and not written into cameras/audit.log below dataDir, for that could not be written",
  "answers-lost":
    "an answer to discovery that the kernel had no room for; each camera is asked up to six times (`doctor` checks the buffer)",
  "visit-octets-spent": "a question that was not asked, because the visit would have cost more than 25 or 64 kB",
  "known-unreadable":
    "the list of known cameras below dataDir was not readable; a camera whose address changed is told as a new one",
  "known-not-kept":
    "the list of known cameras below dataDir could not be written; a camera whose address changes is told as a new one",
  "budget-unreadable": "the packet budget below dataDir was not readable; what was sent before is not known",
  "broker-name-unresolved": "the broker's name has no address, so it cannot be recognised among those that answer",
  "interface-unusable": "interfaces that could not be asked on",
  "socket-error": "errors of a socket",
  "own-word-not-asked": "addresses that were not asked whether an answer to the group was their own",
  "visited-over-ipv4": "answers over IPv6 of cameras that were visited over IPv4",
  "not-sent": "packets that could not be sent",
  bye: "cameras that said Bye: not seen is not gone",
  "hello-of-whom-is-never-asked": "devices that said Hello and may not be contacted",
  "hello-not-heard": "networks where nobody can be heard saying Hello",
  unsolicited: "answers to a question that was not ours",
  "empty-datagram": "empty datagrams",
  "not-probe-matches": "datagrams that are no answer to a discovery probe",
  "no-matches": "answers that name no device",
  "match-without-endpoint": "devices without an endpoint reference, not used",
  "match-without-xaddrs": "answers without XAddrs: tried at the usual entry point, http://ADDRESS/onvif/device_service",
  "too-many-matches": "answers that name more devices than one datagram may",
  "ill-formed-scope": "scopes with ill-formed characters, not used",
  "ill-formed-xaddr": "XAddrs with ill-formed characters, not used",
  "implausible-number-of-devices": "devices beyond 16 a minute that one address claims",
  "register-full": "devices beyond what one round holds",
  "reading-queue-full": "answers beyond what could be read in time",
  "reading-failed": "answers that broke the thread which read them",
  "stopped-by-hand": "rounds that a file cameras/stop below dataDir has ended",
  "silent-address":
    "addresses where nothing answered, neither discovery nor at the ports that were asked: not seen is not gone",
  "closed-address":
    "addresses that are there and refused a connection at each port that was asked: no web server of a camera",
  "unreachable-address":
    "addresses to which no way leads (no route, or a router or this machine refuses): not asked is not empty",
  "no-way-there": "packets that could not be sent, for no route leads there",
  "not-a-camera": "devices that are no cameras",
  "left-alone-after-lock-out": "devices left alone for 24 hours, for they said that an account is locked",
  "not-asked-after-no-answer": "devices not asked, for their address did not answer for the first",
  "too-long": "answers to a probe longer than is read",
  "too-deep": "answers to a probe nested deeper than is read",
  "too-many-nodes": "answers to a probe with more elements than are read",
  "too-many-names": "answers to a probe with more names than are read",
  "too-slow": "answers whose reading was ended at its deadline",
  doctype: "answers to a probe with a DOCTYPE, which is refused",
  malformed: "answers to a probe that are no well-formed XML",
};

const BEGINNINGS: Readonly<Record<string, string>> = {
  "xaddr-": "devices whose XAddr may not be contacted",
  "not-a-camera-by-": "answers of devices that are no cameras, of which nothing is kept",
  "unreadable-": "answers to a search that could not be read",
  "flood-by-": "answers beyond those of one address that are read in a round",
  "budget-spent-for-": "networks not searched again: the packets of ten minutes are spent",
  "group-not-heard-by-": "searches whose answers to the group could not be heard",
  "not-written-down-": "searches not made, for they could not be written down in cameras/audit.log below dataDir",
  "announced-": "announced cameras that were not asked",
  "unicast-": "hosts of /cameras/unicast that may not be contacted",
  "not-confirmed-": "devices that a datagram or an operator names and their own answer over TCP did not confirm",
};

/** One line for what was not used for one reason. */
export function spellLoss(reason: string, count: number): string {
  const beginning = Object.keys(BEGINNINGS).find((each) => reason.startsWith(each));
  const words =
    beginning === undefined
      ? (WORDS[reason] ?? reason)
      : `${BEGINNINGS[beginning]} (${reason.slice(beginning.length)})`;
  return `${count} × ${words}`;
}

/** All reasons that have words here, and the beginnings of those that say more, each with its dash: the dashboard has words for the same. */
export const CAMERA_LOSSES: readonly string[] = [...Object.keys(WORDS), ...Object.keys(BEGINNINGS)];
