import { Identifier, VenueNetworkList, VenueNetworks, VenueNetworksRequest } from "@probewarden/contract";
import { Type } from "typebox";
import { addressTwice, readVenueNetworks, revisionOf, writeNetworks } from "../venues/venue-networks.ts";
import { forRoles } from "./access.ts";
import type { App, AppParts } from "./app-parts.ts";
import { nameOf } from "./identity.ts";
import { changedMeanwhile, ifMatchOf, versionsIn } from "./if-match.ts";
import { answer, failures } from "./named-schemas.ts";
import { mayAnswer } from "./openapi-problems.ts";
import { notFound, Refusal } from "./refusal.ts";

/** The longest list that the schema lets through, with room for white space. */
const BODY_BYTES = 512 * 1024;

/** What a change has to name: no answer here has an ETag. */
const REVISION = "the `revision` that was read, in quotes";

/** The list of a venue's own access points, which evil twins are known by. */
export function venueNetworkRoutes(app: App, { state, series, now }: AppParts): void {
  const params = Type.Object({ venueId: Identifier("the venue") });
  const path = "/api/venues/:venueId/networks";
  // A large venue takes seconds to read: whoever asks meanwhile waits for the same reading. Nothing is kept.
  const reading = new Map<string, Promise<VenueNetworks | undefined>>();
  app.get(
    path,
    {
      schema: {
        tags: ["venues"],
        ...forRoles("seeEvidence", "path"),
        summary: "The venue's own access points, and what its sensors heard that could be",
        ...mayAnswer("not-found"),
        description:
          "The list by which evil twins, lures and what is new are told; which sensors have said that they have it; and every access point that was heard in the last hour, or in a look of five minutes every third hour back to a day ago, on the list or not, suspects and newcomers marked. Of one sensor the 500 loudest of a look are read, and besides them those on the list. An access point is told when it was heard for half an hour, one with a locally administered address after a day, for it may be somebody's hotspot. No station is, unless it is suspected: of a suspect that is heard now (of the first 500) every accused address stands here, whatever sends by it. Whose an access point is, no sensor can know, and how one is secured is not told of strangers.",
        params,
        response: { ...failures, 200: answer(VenueNetworks) },
      },
    },
    async (request) => {
      const { venueId } = request.params;
      let asked = reading.get(venueId);
      if (asked === undefined) {
        // Not of a copy that only reads: whoever has changed the list asks at once, to see it.
        asked = readVenueNetworks(state, series, venueId, now()).finally(() => reading.delete(venueId));
        reading.set(venueId, asked);
      }
      const found = await asked;
      if (found === undefined) throw notFound("venue");
      return found;
    },
  );

  app.put(
    path,
    {
      bodyLimit: BODY_BYTES,
      schema: {
        tags: ["venues"],
        ...forRoles("setUpVenues", "path"),
        summary: "Say which access points are the venue's own",
        ...mayAnswer("not-found", "changed-meanwhile", "version-needed", "address-twice", "licence-elsewhere"),
        description:
          "In the place of the whole list before, whose `revision` `If-Match` names in quotes: two who change it at the same time do not overwrite each other. The sensors are told within a minute. Which device may observe (`licensed`) is not said here: an entry that was licensed may stay so.",
        params,
        headers: ifMatchOf(REVISION),
        body: VenueNetworksRequest,
        response: { ...failures, 200: answer(VenueNetworkList) },
      },
    },
    async (request) => {
      const { venueId } = request.params;
      const { networks } = request.body;
      const twice = addressTwice(networks);
      if (twice !== undefined)
        throw new Refusal(400, "address-twice", `${twice} stands twice: each address stands once`);
      const outcome = await writeNetworks(state, venueId, networks, {
        by: nameOf(request),
        at: now(),
        inPlaceOf: versionsIn(request.headers["if-match"], REVISION),
        keepsLicences: true,
      });
      if (outcome === "no-venue") throw notFound("venue");
      if (outcome === "changed-meanwhile") throw changedMeanwhile();
      if (outcome === "licence")
        throw new Refusal(
          403,
          "licence-elsewhere",
          "which device may observe is said by `venue networks ID --set FILE` on the collector, and not here",
        );
      // Who asked before the change would share what he read with who asks after it.
      reading.delete(venueId);
      return { revision: revisionOf(networks), networks };
    },
  );
}
