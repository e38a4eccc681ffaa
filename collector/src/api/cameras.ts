import { Camera, Identifier, Items } from "@probewarden/contract";
import { Type } from "typebox";
import { readCameras } from "../cameras/read-cameras.ts";
import type { App, AppParts } from "./app-parts.ts";
import { boundedList, limitOf } from "./bounded-list.ts";
import { answer, failures } from "./named-schemas.ts";

const USUAL_ROWS = 2_000;

/** Cameras and their ladders. */
export function cameraRoutes(app: App, { state }: AppParts): void {
  const querystring = Type.Object({
    venueId: Type.Optional(Identifier("only this venue")),
    limit: limitOf(USUAL_ROWS),
  });
  const schema = {
    tags: ["cameras"],
    summary: "Cameras, latest visit first",
    description: "Each with its ladder: how far it is proven that the camera can take what of the public.",
    querystring,
    response: { ...failures, 200: answer(Items(Camera)) },
  };
  app.get("/api/cameras", { schema }, (request) =>
    boundedList(request.query.limit ?? USUAL_ROWS, (limit) => readCameras(state, { ...request.query, limit })),
  );
}
