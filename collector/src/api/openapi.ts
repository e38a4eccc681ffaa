import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import type { App } from "./app-parts.ts";

/** The API's own description at /api/openapi.json, and a page to read it at /api/docs. */
export async function describeApi(app: App, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "Probewarden collector",
        version,
        license: { name: "Apache-2.0", identifier: "Apache-2.0" },
        description:
          "Venues, sensors, suspects, cameras, alerts. Times are UTC; levels dBm; scores decibans. A session is a cookie, a program brings a token (Authorization: Bearer); a change must come from a page of this collector (header Origin), or with a token that may change.",
      },
      servers: [{ url: "/", description: "this collector" }],
      components: {
        securitySchemes: {
          session: { type: "apiKey", in: "cookie", name: "pw_session" },
          token: { type: "http", scheme: "bearer", description: "a token of an account (Settings, My account)" },
        },
      },
      security: [{ session: [] }, { token: [] }],
    },
    refResolver: {
      buildLocalReference: (json, _baseUri, _fragment, index) =>
        typeof json["$id"] === "string" ? json["$id"] : `Schema${index}`,
    },
  });
  await app.register(swaggerUi, {
    routePrefix: "/api/docs",
    staticCSP: true,
    uiConfig: { validatorUrl: null, deepLinking: true },
  });
}
