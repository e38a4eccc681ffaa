import type { SuspectDetail } from "@probewarden/contract";

type EvidenceLine = SuspectDetail["evidence"][number];

/** A line of the column that adds up to the score. */
export type ColumnLine =
  | { kind: "evidence"; evidence: EvidenceLine; weightDb: number; counts: boolean; why?: "family" | "other-sensor" }
  | { kind: "mitigation"; code: string; weightDb: number; counts: true }
  | { kind: "prior"; weightDb: number; counts: true };

/** The column: the lines that count, heaviest first, what they add up to in decibans, and the lines that stand aside. */
export interface Column {
  lines: ColumnLine[];
  aside: ColumnLine[];
  totalDb: number;
}

/**
 * Lays the argument out so that the column adds up to the score: of the sensor with the highest score the heaviest line of each
 * family, the mitigating facts, the prior. Lines that do not count stand aside and say why: a family speaks once, and what
 * another sensor saw is not added.
 */
export function columnOf(detail: Pick<SuspectDetail, "evidence" | "mitigations" | "priorDb">): Column {
  const leading = detail.evidence[0]?.sensorId;
  const families = new Set<string>();
  const heaviestFirst = detail.evidence.toSorted((a, b) => b.weightDb - a.weightDb);
  const seen = heaviestFirst.map((evidence): ColumnLine => {
    const line = { kind: "evidence", evidence, weightDb: evidence.weightDb } as const;
    if (evidence.sensorId !== leading) return { ...line, counts: false, why: "other-sensor" };
    if (families.has(evidence.family)) return { ...line, counts: false, why: "family" };
    families.add(evidence.family);
    return { ...line, counts: true };
  });
  const lines: ColumnLine[] = [
    ...seen.filter((line) => line.counts),
    ...detail.mitigations.map(({ code, weightDb }): ColumnLine => ({
      kind: "mitigation",
      code,
      weightDb,
      counts: true,
    })),
    { kind: "prior", weightDb: detail.priorDb, counts: true },
  ];
  return {
    lines,
    aside: seen.filter((line) => !line.counts),
    totalDb: lines.reduce((sum, line) => sum + line.weightDb, 0),
  };
}
