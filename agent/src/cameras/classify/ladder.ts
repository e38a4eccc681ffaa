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
import { categoriesOfModel, categoriesOfName } from "./signal-table.ts";

/** An answer that was read, and the question it belongs to. */
export interface ReadAnswer {
  call: string;
  facts: AnswerFacts;
  kept: KeptAnswer;
}

/** What is proven, without login. */
export interface Verdict {
  ladder: CameraLadder[];
  analytics: CameraFinding["analytics"];
  oddities: CameraOddity[];
}

const ORDER: readonly CameraStep[] = ["unknown", "claimed", "advertised"];
const PROOFS = 8;

/** Collects the highest step per category, with the proofs of that step. */
class Ladders {
  readonly #rows = new Map<CameraCategory, CameraLadder>();

  prove(categories: readonly CameraCategory[], step: CameraStep, proof: CameraProof): void {
    for (const category of categories) {
      const row = this.#rows.get(category);
      if (row === undefined || ORDER.indexOf(step) > ORDER.indexOf(row.step))
        this.#rows.set(category, { category, step, proofs: [proof] });
      else if (row.step === step && row.proofs.length < PROOFS) row.proofs.push(proof);
    }
  }

  get rows(): CameraLadder[] {
    return [...this.#rows.values()];
  }
}

/**
 * Judges what a device says to anybody. `advertised` needs an answer that names the category itself; a model name only claims; an
 * analytics service as such is "kind unknown". Silence and a device's own "false" prove nothing.
 */
export function climb(scopes: Scopes, answers: readonly ReadAnswer[]): Verdict {
  const ladders = new Ladders();
  const oddities: CameraOddity[] = [];
  const analyticsService = answers.some(({ facts }) => facts.analytics);
  const servicesKnown = answers.some(({ call }) => call === "get-services" || call === "get-capabilities");

  if (scopes.hardware !== undefined)
    ladders.prove(categoriesOfModel(scopes.hardware), "claimed", { call: "probe", quote: scopes.hardware });
  // A scope is a word of the datagram, which its owner or anybody may have set: no answer over TCP says it again.
  for (const type of scopes.types)
    ladders.prove(categoriesOfName(type), "claimed", { call: "probe", quote: clean(`type/${type}`) });
  for (const { call, facts, kept } of answers) {
    for (const { categories, quote } of facts.named)
      ladders.prove(categories, "advertised", {
        call,
        quote,
        answerSha256: kept.answerSha256,
        keptSha256: kept.keptSha256,
      });
    if (facts.searchable) oddities.push(oddity("recordings-searchable"));
  }
  const named = ladders.rows.some((row) => row.step === "advertised" && row.category !== "motion-only");
  return {
    ladder: ladders.rows,
    analytics: named ? "named" : analyticsService ? "kind-unknown" : servicesKnown ? "not-advertised" : "unknown",
    oddities: distinctOddities(oddities),
  };
}
