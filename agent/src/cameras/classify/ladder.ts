import type {
  CameraCategory,
  CameraFinding,
  CameraLadder,
  CameraOddity,
  CameraProof,
  CameraStep,
} from "@probewarden/contract";
import { distinctOddities, oddity } from "../oddity.ts";
import type { AnswerFacts } from "./answer-facts.ts";
import { clean } from "./camera-text.ts";
import type { KeptAnswer } from "./kept-answer.ts";
import type { Scopes } from "./scopes.ts";
import type { ProvenByCall } from "./proven.ts";
import { rankOf } from "./signal.ts";
import { categoriesOfModel, categoriesOfName } from "./signal-table.ts";

/** An answer that was read, and the question it belongs to. */
export interface ReadAnswer {
  call: string;
  facts: AnswerFacts;
  kept: KeptAnswer;
}

/** What is proven. */
export interface Verdict {
  ladder: CameraLadder[];
  analytics: CameraFinding["analytics"];
  oddities: CameraOddity[];
}

const PROOFS = 8;

/** Collects the highest step per category, with the proofs of that step: one of each evidence family and call. */
class Ladders {
  readonly #rows = new Map<CameraCategory, { row: CameraLadder; families: Set<string> }>();

  prove(category: CameraCategory, step: CameraStep, proof: CameraProof, family: string): void {
    const found = this.#rows.get(category);
    if (found === undefined || rankOf(step) > rankOf(found.row.step))
      this.#rows.set(category, { row: { category, step, proofs: [proof] }, families: new Set([family]) });
    else if (found.row.step === step && !found.families.has(family) && found.row.proofs.length < PROOFS) {
      found.families.add(family);
      found.row.proofs.push(proof);
    }
  }

  get rows(): CameraLadder[] {
    return [...this.#rows.values()].map(({ row }) => row);
  }
}

/**
 * Judges what a device says: to anybody, and to who was given an account (`proven`). `advertised` needs an answer that names the category itself; a model name only claims; an
 * analytics service as such is "kind unknown". Silence and a device's own "false" prove nothing.
 */
export function climb(scopes: Scopes, answers: readonly ReadAnswer[], proven: readonly ProvenByCall[] = []): Verdict {
  const ladders = new Ladders();
  const oddities: CameraOddity[] = [];
  const analyticsService = answers.some(({ facts }) => facts.analytics);
  const servicesKnown = answers.some(({ call }) => call === "get-services" || call === "get-capabilities");

  const claim = (categories: readonly CameraCategory[], quote: string): void => {
    for (const category of categories) ladders.prove(category, "claimed", { call: "probe", quote }, quote);
  };
  if (scopes.hardware !== undefined) claim(categoriesOfModel(scopes.hardware), scopes.hardware);
  // A scope is a word of the datagram, which its owner or anybody may have set: no answer over TCP says it again.
  for (const type of scopes.types) claim(categoriesOfName(type), clean(`type/${type}`));
  for (const { call, facts, kept } of answers) {
    for (const { categories, quote } of facts.named)
      for (const category of categories)
        ladders.prove(
          category,
          "advertised",
          { call, quote, answerSha256: kept.answerSha256, keptSha256: kept.keptSha256 },
          call,
        );
    for (const way of facts.sends) oddities.push(oddity("can-send", way));
    if (facts.searchable) oddities.push(oddity("recordings-searchable"));
  }
  for (const { category, step, call, quote, family } of proven) ladders.prove(category, step, { call, quote }, family);
  const named = ladders.rows.some((row) => rankOf(row.step) >= rankOf("advertised") && row.category !== "motion-only");
  return {
    ladder: ladders.rows,
    analytics: named ? "named" : analyticsService ? "kind-unknown" : servicesKnown ? "not-advertised" : "unknown",
    oddities: distinctOddities(oddities),
  };
}
