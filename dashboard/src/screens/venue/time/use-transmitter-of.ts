import { useMemo } from "react";
import { useSuspects } from "../../../api/queries.ts";
import { emittersOf } from "../../../components/emitters.ts";
import type { TransmitterOf } from "./one-transmitter.ts";

/** Which of a venue's suspects are one transmitter, by what is known now, ended ones among them. The same map until that changes. */
export function useTransmitterOf(venueId: string): TransmitterOf {
  const { data } = useSuspects();
  const pairs = useMemo(
    () =>
      emittersOf((data ?? []).filter((one) => one.venueId === venueId))
        .filter(({ suspects }) => suspects.length > 1)
        .flatMap(({ id, suspects }) => suspects.map(({ suspectId }) => `${suspectId} ${id}`))
        .toSorted()
        .join("\n"),
    [data, venueId],
  );
  return useMemo(
    () =>
      new Map(
        pairs === ""
          ? []
          : pairs.split("\n").map((pair): [string, string] => {
              const [suspectId = "", id = ""] = pair.split(" ");
              return [suspectId, id];
            }),
      ),
    [pairs],
  );
}
