/** Labels of the attacks that a detector is there to find: its recall and the weights of its evidence are counted over them. */
const FINDS: Readonly<Record<string, readonly string[]>> = {
  "many-names": ["karma"],
  "impossible-beacon": ["beacon-flood", "mixed"],
  "forced-disconnect": ["deauth", "deauth-flood", "disassoc", "mixed"],
  "authentication-flood": ["auth-dos"],
  "presence-solicitation": ["presence-ping"],
  "product-fingerprint": ["probe-box"],
  "evil-twin": ["evil-twin"],
  "one-radio": ["known-beacons", "mana-loud"],
  "public-name-lure": ["popular-lure", "known-beacons"],
  canary: ["karma"],
};

/** Whether a detector is there to find what a capture is labelled with. */
export function isThereToFind(detectorId: string, labels: readonly string[]): boolean {
  return labels.some((label) => FINDS[detectorId]?.includes(label));
}
