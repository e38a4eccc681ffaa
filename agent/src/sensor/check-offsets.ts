import { adaptersOf } from "../radio/control/adapters.ts";
import type { AgentConfig } from "../main/config.ts";
import { readOffsets } from "../supervisor/offsets-store.ts";
import type { DoctorCheck } from "./doctor-report.ts";

/** By how much each further adapter differs from the first one; empty where one alone listens. */
export function checkOffsets({ dataDir, radio }: Pick<AgentConfig, "dataDir" | "radio">): DoctorCheck[] {
  const [first, ...others] = adaptersOf(radio);
  if (first === undefined || others.length === 0) return [];
  const kept = readOffsets(dataDir) ?? [];
  const id = "levels";
  const known = others.map(({ interfaceName }, at) => ({ interfaceName, offsetDb: kept[at + 1]?.offsetDb }));
  const says = known
    .map(({ interfaceName, offsetDb }) =>
      offsetDb === undefined
        ? `${interfaceName} is not measured against ${first.interfaceName} yet`
        : `${interfaceName} hears ${Math.abs(offsetDb)} dB ${offsetDb > 0 ? "less" : "more"} than ${first.interfaceName}, which is made up for`,
    )
    .join("; ");
  if (known.every(({ offsetDb }) => offsetDb !== undefined)) return [{ id, state: "ok", says }];
  return [{ id, state: "unknown", says: `${says}: it takes access points that both hear, on a channel of both plans` }];
}
