import { Type } from "typebox";
import { unpackedTag } from "./packing.ts";
import { Refusal } from "./refusal.ts";

/** Entity tags that somebody names at once: one is usual. */
const MOST_TAGS = 8;

/** What a version is called where its answer carries an ETag. */
const ETAG = "the ETag that was read";

/** How a change names what its author has seen (RFC 9110, 13.1.1). @param version what he was told, in words */
export const ifMatchOf = (version: string) =>
  Type.Object({
    "if-match": Type.Optional(
      Type.String({ maxLength: 512, description: `${version}, or \`*\`; without it nothing is changed` }),
    ),
  });

export const ifMatch = ifMatchOf(ETAG);

export const changedMeanwhile = (): Refusal =>
  new Refusal(412, "changed-meanwhile", "somebody changed it meanwhile: read it again");

/** The versions that an `If-Match` names. @throws Refusal where it names none, and says in these words what it has to name */
export function versionsIn(header: string | undefined, version = ETAG): string[] {
  const versions = (header ?? "")
    .split(",", MOST_TAGS)
    .flatMap((tag) => /^\s*(?:"([^"]*)"|(\*))\s*$/.exec(tag)?.slice(1, 3) ?? [])
    .filter((version): version is string => version !== undefined)
    .map(unpackedTag);
  if (versions.length > 0) return versions;
  throw new Refusal(428, "version-needed", `say with If-Match which version is changed: ${version}`);
}
