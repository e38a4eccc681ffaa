import type {
  CameraCategory,
  CameraFinding,
  CameraLadder,
  CameraOddity,
  CameraProof,
  CameraStep,
} from "@probewarden/contract";
import { distinctOddities, oddity } from "../oddity.ts";
import { child, childrenOf, walk, type XmlElement } from "../interrogate/xml.ts";
import { clean } from "./camera-text.ts";
import { cutCredentials, type KeptAnswer } from "./kept-answer.ts";
import type { Scopes } from "./scopes.ts";
import { categoriesOfModel, categoriesOfName } from "./signal-table.ts";

/** An answer that was read, and the question it belongs to. */
export interface ReadAnswer {
  call: string;
  body: XmlElement;
  kept: KeptAnswer;
}

/** What is proven, without login. */
export interface Verdict {
  ladder: CameraLadder[];
  analytics: CameraFinding["analytics"];
  oddities: CameraOddity[];
}

const ORDER: readonly CameraStep[] = ["unknown", "claimed", "advertised"];
const ANALYTICS = /^http:\/\/www\.onvif\.org\/ver\d+\/analytics\/wsdl\/?$/;
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
  let analyticsService = false;
  let servicesKnown = false;

  if (scopes.hardware !== undefined)
    ladders.prove(categoriesOfModel(scopes.hardware), "claimed", { call: "probe", quote: scopes.hardware });
  for (const type of scopes.types)
    ladders.prove(categoriesOfName(type), "advertised", { call: "probe", quote: clean(`type/${type}`) });

  for (const answer of answers) {
    const proof = (quote: string): CameraProof => ({
      call: answer.call,
      quote: clean(cutCredentials(quote)),
      answerSha256: answer.kept.answerSha256,
      keptSha256: answer.kept.keptSha256,
    });
    if (answer.call === "get-services" || answer.call === "get-capabilities") servicesKnown = true;
    for (const service of childrenOf(answer.body, "Service")) {
      const namespace = child(service, "Namespace")?.text.trim() ?? "";
      if (ANALYTICS.test(namespace)) analyticsService = true;
      else if (!namespace.startsWith("http://www.onvif.org/"))
        for (const segment of namespace.split("/"))
          ladders.prove(categoriesOfName(segment), "advertised", proof(namespace));
    }
    if (answer.call === "get-capabilities" && child(child(answer.body, "Capabilities"), "Analytics") !== undefined)
      analyticsService = true;
    for (const { name, quote } of truthsBelowCapabilities(answer.body)) {
      ladders.prove(categoriesOfName(name), "advertised", proof(quote));
      if (name === "ImageSearch" || name === "NLSearch") oddities.push(oddity("recordings-searchable"));
    }
  }
  const named = ladders.rows.some((row) => row.step === "advertised" && row.category !== "motion-only");
  return {
    ladder: ladders.rows,
    analytics: named ? "named" : analyticsService ? "kind-unknown" : servicesKnown ? "not-advertised" : "unknown",
    oddities: distinctOddities(oddities),
  };
}

const isTrue = (text: string): boolean => /^\s*(true|1)\s*$/i.test(text);

/** Names of capabilities that a device says are true, as attribute (services of today) or element (GetCapabilities). */
function* truthsBelowCapabilities(element: XmlElement): Generator<{ name: string; quote: string }> {
  if (element.local !== "Capabilities") {
    for (const next of element.children) yield* truthsBelowCapabilities(next);
    return;
  }
  for (const below of walk(element)) {
    for (const [name, value] of below.attributes)
      if (isTrue(value)) yield { name, quote: `${below.local} ${name}="${value}"` };
    if (below.children.length === 0 && isTrue(below.text))
      yield { name: below.local, quote: `<${below.local}>${below.text.trim()}` };
  }
}
