import type { EvidenceDefinition } from "../evidence.ts";

/** Figures that stand behind every line of this detector. */
const FACTS = ["octets-of-the-address-in-the-name"] as const;

/** What `product-fingerprint` can say, stated once: the table of weights, the bounds and the documentation are made from it. */
export const PRODUCT_FINGERPRINT_EVIDENCE = [
  {
    code: "product-bound-name",
    facts: FACTS,
    weights: [
      {
        suspicion: "probe-box",
        family: "product",
        usedDb: 43,
        basis: "judged",
        argument:
          "The name of the access point is the one that the maker's documents give to a probe box, and carries the last octets of this very address: one chance in sixteen million for an address that was not made with the name. Left over: somebody who copies it on purpose, which accuses only himself.",
      },
    ],
  },
  {
    code: "product-bound-wording",
    facts: FACTS,
    weights: [
      {
        suspicion: "probe-box",
        family: "product",
        usedDb: 28,
        basis: "judged",
        argument:
          "The name says in words that this is a Wi-Fi probe or a counter of customers, or is reported of such a product, and carries the octets of its address as a maker's default does. No document describes it, and a counter may use a camera or a light beam: a thing to look at.",
      },
    ],
  },
  {
    code: "product-name",
    facts: FACTS,
    list: { addresses: 1, countsLicensed: true },
    weights: [
      {
        suspicion: "probe-box",
        family: "product",
        usedDb: 20,
        basis: "judged",
        argument: "The name alone: anybody can choose it, for a laboratory or as a joke. It just reaches the list.",
      },
    ],
  },
] as const satisfies readonly EvidenceDefinition[];
