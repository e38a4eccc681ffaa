import { Camera, CameraOnSiteRequest, CameraRecord, DecisionRequest, Identifier, Items } from "@probewarden/contract";
import type { FastifyReply } from "fastify";
import { Type } from "typebox";
import { decideCamera, noteOnSite, readCameraRecord, type Written } from "../cameras/camera-record.ts";
import { readCameraPage } from "../cameras/read-cameras.ts";
import { forRoles, within } from "./access.ts";
import type { App, AppParts } from "./app-parts.ts";
import { DECISION_BODY_BYTES, decisionOf, tooManyDocuments } from "./decision-files.ts";
import { afterCursor, answerPage, limitOf, OF_PAGES } from "./bounded-list.ts";
import { nameOf } from "./identity.ts";
import { changedMeanwhile, ifMatch, versionsIn } from "./if-match.ts";
import { KEPT } from "./keep-lists.ts";
import { OF_VENUE } from "./list-filters.ts";
import { noted } from "./noted-reads.ts";
import { answer, failures } from "./named-schemas.ts";
import { mayAnswer } from "./openapi-problems.ts";
import { notFound, tooManyWaiting } from "./refusal.ts";

const USUAL_ROWS = 200;

/** Cameras and their ladders, what people saw of them, and what they decide. */
export function cameraRoutes(app: App, { state, alerts, cameraChanged, alertChanged, now }: AppParts): void {
  const tags = ["cameras"];
  const params = Type.Object({ cameraId: Identifier("the camera") });
  const querystring = Type.Object({
    ...OF_VENUE,
    after: afterCursor,
    limit: limitOf(USUAL_ROWS),
  });
  const schema = {
    tags,
    ...forRoles("seeEvidence", "list"),
    summary: "Cameras, what needs a person first",
    description: `Each with its ladder: how far it is proven that the camera can take what of the public. What is proven of faces, bodies and gait comes first, the higher step first; within that the camera that was found last. ${OF_PAGES}`,
    querystring,
    response: { ...failures, 200: answer(Items(Camera)) },
  };
  app.get("/api/cameras", { config: KEPT, schema }, (request) =>
    answerPage(request.url, () =>
      readCameraPage(state.reading, { ...request.query, ...within(request), limit: request.query.limit ?? USUAL_ROWS }),
    ),
  );

  const answerRecord = async (cameraId: string, reply: FastifyReply): Promise<CameraRecord> => {
    const record = await readCameraRecord(state.reading, cameraId);
    if (record === undefined) throw notFound("camera");
    reply.header("etag", `"${record.revision}"`);
    return record;
  };

  app.get(
    "/api/cameras/:cameraId/record",
    {
      schema: {
        tags,
        ...forRoles("seeEvidence", "path"),
        ...noted("camera-read"),
        summary: "What people saw and decided of a camera",
        ...mayAnswer("not-found"),
        description:
          "Where it hangs, whether it is filed and whether a sign was photographed, as a technician wrote it, and the decision, with all that was written before. The ETag changes with any of it and with every change of what is proven of the camera.",
        params,
        response: { ...failures, 200: answer(CameraRecord) },
      },
    },
    (request, reply) => answerRecord(request.params.cameraId, reply),
  );

  /** Tells and answers after a change was written, or says why it was not. */
  const settled = async (written: Written, cameraId: string, reply: FastifyReply) => {
    if (written === "no-camera") throw notFound("camera");
    if (written === "changed-meanwhile") throw changedMeanwhile();
    cameraChanged(cameraId);
    return answerRecord(cameraId, reply);
  };

  app.put(
    "/api/cameras/:cameraId/on-site",
    {
      schema: {
        tags,
        ...forRoles("noteOnSite", "path"),
        summary: "Write down what was seen where a camera hangs",
        ...mayAnswer("not-found", "changed-meanwhile", "version-needed"),
        description:
          "Public area or private zone, filed or not, sign photographed or none seen. What is left out was not looked at. It takes the place of what was written before, which is kept with who and when.",
        params,
        headers: ifMatch,
        body: CameraOnSiteRequest,
        response: { ...failures, 200: answer(CameraRecord) },
      },
    },
    async (request, reply) => {
      const { cameraId } = request.params;
      const by = nameOf(request);
      const edit = { cameraId, inPlaceOf: versionsIn(request.headers["if-match"]) };
      const written = await noteOnSite(state, edit, { ...request.body, by, at: new Date(now()).toISOString() });
      return settled(written, cameraId, reply);
    },
  );

  app.post(
    "/api/cameras/:cameraId/decision",
    {
      bodyLimit: DECISION_BODY_BYTES,
      schema: {
        tags,
        ...forRoles("decide", "path"),
        summary: "Decide about a camera, or take a decision back",
        ...mayAnswer(
          "not-found",
          "changed-meanwhile",
          "version-needed",
          "too-many-waiting",
          "bad-document",
          "too-many-documents",
          "not-possible",
        ),
        description:
          "Kept for good with who, when and why, and with the steps that were proven then: what is authorised or dismissed raises no alert until a higher step is proven, which opens the decision again; none takes the decision back.",
        params,
        headers: ifMatch,
        body: DecisionRequest,
        response: { ...failures, 200: answer(CameraRecord) },
      },
    },
    async (request, reply) => {
      const { cameraId } = request.params;
      const by = nameOf(request);
      const edit = { cameraId, inPlaceOf: versionsIn(request.headers["if-match"]) };
      const at = now();
      const { said, file } = decisionOf(request.body, at);
      const described = file === undefined ? {} : { file: file.described };
      const record = { ...said, ...described, by, at: new Date(at).toISOString() };
      const written = await decideCamera(state, edit, record, (ids) => ids.forEach(alertChanged), file);
      if (written === "too-many-files") throw tooManyDocuments();
      if (written === "too-many") throw tooManyWaiting();
      if (written === "waits") return answerRecord(cameraId, reply);
      const answered = await settled(written, cameraId, reply);
      await alerts.cameraChanged(cameraId);
      return answered;
    },
  );
}
