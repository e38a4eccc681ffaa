import type { zhPackages } from "./zh-CN-packages.ts";
import type { Words } from "./words.ts";

/** English words for evidence that leaves the house as a file. */
export const enPackages: Words<typeof zhPackages> = {
  packages: {
    title: "Package of evidence",
    lead: {
      suspect:
        "One signed zip: each line of evidence with its weight, levels, places, decisions and custody, with a verifier that works offline. Addresses of visitors' devices, and the names that they asked for, are not in it.",
      camera:
        "One signed zip: what is proven of each category and by which words, what each sensor says, what was seen on site, decisions and custody, with a verifier that works offline. Accounts, passwords and pictures are not in it.",
    },
    make: "Export a package…",
    makeOfDecision: "Export a package of this decision…",
    ofDecision: "of decision {{n}}: what was known when it was made is marked",
    dialog: "Export a package of evidence",
    dialogMore: "Purpose and legal basis stand in the package and in the record of who did what.",
    dialogOfDecision:
      "What was known when this was decided is marked, and what came later is not taken for it. Purpose and legal basis stand in the package and in the record of who did what.",
    purpose: "Purpose",
    purposeHint: "For example: handed to the market regulator",
    legalBasis: "Legal basis",
    legalBasisHint: "The provision, the order, or the case number",
    send: "Make it",
    state: {
      waiting: "waits for a second person",
      refused: "a second person said no",
      "taken-back": "who asked for it took it back",
    },
    file: "Download the package",
    taken: "taken by {{by}} · {{mb}} MB",
    neverTaken: "nobody has taken it yet",
    sha256: "SHA-256",
    key: "Fingerprint of the signing key (SHA-256)",
    keyMore:
      "Tell it to whoever verifies by another way, by telephone say. They verify offline, with the verifier of the project:",
  },
};
