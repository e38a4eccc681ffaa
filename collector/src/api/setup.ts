import {
  ClaimCode,
  ClaimRequest,
  Identifier,
  Items,
  LIMITS,
  Sensor,
  SensorHeardRequest,
  SensorNameRequest,
  SensorPhotoRequest,
  SensorSetup,
} from "@probewarden/contract";
import { Type } from "typebox";
import { BoundedLimiter } from "../people/bounded-limiter.ts";
import { EVERYWHERE } from "../people/scope.ts";
import { readSensors } from "../sensors/read-sensors.ts";
import { checkPhoto, PhotoError } from "../sensors/setup/check-photo.ts";
import { claimSensor, makeClaimCode } from "../sensors/setup/claim.ts";
import { putPhoto, readPhoto } from "../sensors/setup/photos.ts";
import { putHeard } from "../sensors/setup/put-heard.ts";
import { putSensorName } from "../sensors/setup/put-sensor-name.ts";
import { readSetups } from "../sensors/setup/read-setups.ts";
import { forRoles, within } from "./access.ts";
import type { App, AppParts } from "./app-parts.ts";
import { afterCursor, answerPage, limitOf, OF_PAGES } from "./bounded-list.ts";
import { nameOf } from "./identity.ts";
import { changedMeanwhile } from "./if-match.ts";
import { answer, failures } from "./named-schemas.ts";
import { mayAnswer } from "./openapi-problems.ts";
import { notFound, Refusal } from "./refusal.ts";

const USUAL_ROWS = 500;
/** Codes that one account may try: a person who mistypes needs a few. */
const ATTEMPTS = { points: 20, seconds: 600 };
const PHOTO_BODY_BYTES = LIMITS.photoCharacters + 4_096;
/** An image is shown, never run. */
const PHOTO_POLICY = "default-src 'none'; sandbox";
const PHOTO = {
  description: "the image",
  content: {
    "image/jpeg": { schema: Type.Unsafe<Buffer>(Type.String({ description: "octets of the image" })) },
  },
};

/**
 * What a technician says from the ladder. Each of these can be said twice and is done once: where a phone lost the answer, it says the same
 * again, and where somebody else was faster, it is told.
 */
export function setupRoutes(app: App, { state, series, stream, now }: AppParts): void {
  const tags = ["setup"];
  const params = Type.Object({ sensorId: Identifier("the sensor") });
  const attempts = new BoundedLimiter(ATTEMPTS);
  const setupOf = async (sensorId: string): Promise<SensorSetup> => {
    const { items } = await readSetups(state, { sensorId, within: EVERYWHERE, limit: 1 }, now());
    if (items[0] === undefined) throw notFound("sensor");
    return items[0];
  };

  app.get(
    "/api/setups",
    {
      schema: {
        tags,
        ...forRoles("anything", "list"),
        summary: "How far sensors are put up",
        description: `One row a sensor, by its id: who holds it, its photo, and what it was proven to hear. ${OF_PAGES}`,
        querystring: Type.Object({
          venueId: Type.Optional(Identifier("only those of this venue")),
          after: afterCursor,
          limit: limitOf(USUAL_ROWS),
        }),
        response: { ...failures, 200: answer(Items(SensorSetup)) },
      },
    },
    (request) =>
      answerPage(request.url, () =>
        readSetups(
          state.reading,
          { ...request.query, ...within(request), limit: request.query.limit ?? USUAL_ROWS },
          now(),
        ),
      ),
  );

  app.post(
    "/api/setups/claim",
    {
      schema: {
        tags,
        ...forRoles("setUpVenues", "list"),
        summary: "Claim a sensor by the code on its box",
        ...mayAnswer("no-such-code", "too-many-attempts"),
        description:
          "Writes down who holds that box in hand. A code is good once and for seven days; who used it may say it again. Twenty attempts in ten minutes.",
        body: ClaimRequest,
        response: { ...failures, 200: answer(SensorSetup) },
      },
    },
    async (request) => {
      const by = nameOf(request);
      const waitMs = await attempts.take(by);
      const seconds = Math.ceil(waitMs / 1000);
      if (waitMs > 0) throw new Refusal(429, "too-many-attempts", `too many attempts; wait ${seconds} s`, seconds);
      const scope = within(request).within;
      const sensorId = await claimSensor(state, { code: request.body.code, scope, by, at: now() });
      if (sensorId === undefined)
        throw new Refusal(
          404,
          "no-such-code",
          "no sensor of your venues waits for this code: it is mistyped, used, or out of time",
        );
      await attempts.giveBack(by);
      return setupOf(sensorId);
    },
  );

  app.post(
    "/api/sensors/:sensorId/claim-code",
    {
      schema: {
        tags,
        ...forRoles("setUpVenues", "path"),
        summary: "Make the code that claims a sensor",
        ...mayAnswer("not-found"),
        description: "It is shown this once, and takes the place of the one before. It opens nothing by itself.",
        params,
        response: { ...failures, 200: answer(ClaimCode) },
      },
    },
    async (request) => {
      const made = await makeClaimCode(state, { ...request.params, by: nameOf(request), at: now() });
      if (made === undefined) throw notFound("sensor");
      return { code: made.code, expiresAt: new Date(made.expiresAt).toISOString() };
    },
  );

  app.put(
    "/api/sensors/:sensorId/name",
    {
      schema: {
        tags,
        ...forRoles("setUpVenues", "path"),
        summary: "Name a sensor",
        ...mayAnswer("not-found", "changed-meanwhile"),
        description: "`before` is the name that was seen: when it has another by now, nothing is changed.",
        params,
        body: SensorNameRequest,
        response: { ...failures, 200: answer(Sensor) },
      },
    },
    async (request) => {
      const { sensorId } = request.params;
      const named = await putSensorName(state, { sensorId, ...request.body, by: nameOf(request), at: now() });
      if (named === "no-sensor") throw notFound("sensor");
      if (named === "changed-meanwhile") throw changedMeanwhile();
      stream.changed("sensor", sensorId);
      const [sensor] = await readSensors(state, { sensorId }, now());
      if (sensor === undefined) throw notFound("sensor");
      return sensor;
    },
  );

  app.get(
    "/api/sensors/:sensorId/photo",
    {
      schema: {
        tags,
        ...forRoles("anything", "path"),
        summary: "Photo of how a sensor hangs",
        ...mayAnswer("not-found"),
        description: "A JPEG without place, time or camera in it. Its address in `/api/setups` holds its version.",
        params,
        querystring: Type.Object({ v: Type.Optional(Type.String({ maxLength: 64, description: "its version" })) }),
        response: { ...failures, 200: PHOTO },
      },
    },
    async (request, reply) => {
      const photo = await readPhoto(state.reading.db, request.params.sensorId);
      if (photo === undefined) throw notFound("photo");
      const isThis = request.query.v === photo.version;
      return reply
        .type("image/jpeg")
        .header("content-security-policy", PHOTO_POLICY)
        .header("cache-control", isThis ? "private, max-age=31536000, immutable" : "no-cache")
        .send(photo.image);
    },
  );

  app.put(
    "/api/sensors/:sensorId/photo",
    {
      bodyLimit: PHOTO_BODY_BYTES,
      schema: {
        tags,
        ...forRoles("setUpVenues", "path"),
        summary: "Keep a photo of how a sensor hangs",
        ...mayAnswer("not-found", "bad-photo", "changed-meanwhile"),
        description:
          "A JPEG of at most 384 KiB and 2048 pixels a side, in base64, in the place of the one that was seen. It holds pixels alone: one with EXIF, comments or anything behind its end is refused.",
        params,
        body: SensorPhotoRequest,
        response: { ...failures, 200: answer(SensorSetup) },
      },
    },
    async (request) => {
      const { sensorId } = request.params;
      const { before } = request.body;
      const image = photoOf(request.body.image);
      const put = await putPhoto(state, { sensorId, image, before, by: nameOf(request), at: now() });
      if (put === "no-sensor") throw notFound("sensor");
      if (put === "changed-meanwhile") throw changedMeanwhile();
      return setupOf(sensorId);
    },
  );

  app.put(
    "/api/sensors/:sensorId/heard",
    {
      schema: {
        tags,
        ...forRoles("setUpVenues", "path"),
        summary: "Prove that a sensor hears a transmitter",
        ...mayAnswer("not-found", "not-heard"),
        description:
          "A chosen access point or suspect. The level is the one that the sensor has reported in the last five minutes; sensors report nothing of visitors' devices. The address is not kept.",
        params,
        body: SensorHeardRequest,
        response: { ...failures, 200: answer(SensorSetup) },
      },
    },
    async (request) => {
      const { sensorId } = request.params;
      const { venueId } = await setupOf(sensorId);
      const asked = { ...request.body, sensorId, venueId, by: nameOf(request), at: now() };
      if (!(await putHeard({ state, series }, asked)))
        throw new Refusal(409, "not-heard", "this sensor has reported no level of it in the last 5 minutes");
      return setupOf(sensorId);
    },
  );
}

function photoOf(base64: string): Buffer {
  const image = Buffer.from(base64, "base64");
  try {
    checkPhoto(image);
  } catch (error) {
    throw error instanceof PhotoError ? new Refusal(400, "bad-photo", error.message) : error;
  }
  return image;
}
