import { Camera, Identifier, Items } from "@probewarden/contract";
import { Type } from "typebox";
import { readCameras } from "../judge/read-venues.ts";
import type { App, AppParts } from "./app-parts.ts";
import { answer, failures } from "./named-schemas.ts";

/** Cameras and their ladders. */
export function cameraRoutes(app: App, { state }: AppParts): void {
  const querystring = Type.Object({ venueId: Type.Optional(Identifier("only this venue")) });
  const schema = {
    tags: ["cameras"],
    summary: "Cameras, latest visit first",
    description:
      "At most 2000, each with its ladder: how far it is proven that the camera can take what of the public.",
    querystring,
    response: { ...failures, 200: answer(Items(Camera)) },
  };
  app.get("/api/cameras", { schema }, async (request) => ({ items: await readCameras(state, request.query) }));
}
