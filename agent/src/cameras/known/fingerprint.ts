import { createHash } from "node:crypto";
import type { AnswerFacts } from "../classify/answer-facts.ts";

/**
 * What a camera says of itself at every visit, as a hash: its services with their versions and capabilities, and its scopes. The address that
 * it has today is left out. Another firmware has another.
 * @param facts of the answers to the questions of a short visit
 */
export function fingerprint(facts: readonly AnswerFacts[], scopes: readonly string[]): string {
  const said = facts.map(({ services, analytics, video, doors, searchable, sends, named }) => ({
    services: services.map(({ namespace, describesItself, version }) => [namespace, describesItself, version]),
    seen: [analytics, video, doors, searchable],
    sends,
    named: named.map(({ categories, quote }) => [categories, quote]),
  }));
  return createHash("sha256")
    .update(JSON.stringify([said, scopes.toSorted()]))
    .digest("hex");
}
