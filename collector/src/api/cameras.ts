import { Camera, Identifier, Items } from "@probewarden/contract";
import { Type } from "typebox";
import { readCameraPage } from "../cameras/read-cameras.ts";
import type { App, AppParts } from "./app-parts.ts";
import { afterCursor, answerPage, limitOf, OF_PAGES } from "./bounded-list.ts";
import { answer, failures } from "./named-schemas.ts";

const USUAL_ROWS = 200;

/** Cameras and their ladders. */
export function cameraRoutes(app: App, { state }: AppParts): void {
  const querystring = Type.Object({
    venueId: Type.Optional(Identifier("only this venue")),
    after: afterCursor,
    limit: limitOf(USUAL_ROWS),
  });
  const schema = {
    tags: ["cameras"],
    summary: "Cameras, what needs a person first",
    description: `Each with its ladder: how far it is proven that the camera can take what of the public. What is proven of faces, bodies and gait comes first, the higher step first; within that the camera that was found last. ${OF_PAGES}`,
    querystring,
    response: { ...failures, 200: answer(Items(Camera)) },
  };
  app.get("/api/cameras", { schema }, (request) =>
    answerPage(request.url, () =>
      readCameraPage(state.reading, { ...request.query, limit: request.query.limit ?? USUAL_ROWS }),
    ),
  );
}
