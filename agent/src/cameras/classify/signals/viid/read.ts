import { allOf, propertyOf } from "../../answer-tree.ts";
import type { Proven } from "../../signal.ts";
import { child, type XmlElement } from "../../../interrogate/xml.ts";
import { VIID_SIGNALS, VIID_UNKNOWN } from "./signals.ts";

/** Objects that a camera sends to a picture library (GA/T 1400): each is something that it did. Only names of fields are quoted. */
export function readViid(tree: XmlElement): Proven[] {
  return VIID_SIGNALS.flatMap(({ object, fields, category }) =>
    allOf(tree, object).flatMap((sent) => {
      const filled = fields.filter(
        (field) =>
          (child(sent, field)?.children.length ?? 0) > 0 ||
          !VIID_UNKNOWN.has((propertyOf(sent, field) ?? "").toLowerCase()),
      );
      return filled.length === 0
        ? []
        : [{ category, step: "observed" as const, family: "objects", quote: `${object} ${filled.join(", ")}` }];
    }),
  );
}
