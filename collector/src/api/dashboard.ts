import fastifyStatic from "@fastify/static";
import type { App } from "./app-parts.ts";
import { answerError } from "./problem.ts";
import { Refusal } from "./refusal.ts";

const NOT_BUILT = "The dashboard is not built. Run `npm run build` in the folder of the project.\n";

/** Serves the dashboard. An address that is no file is one of its screens, and gets the page; below /api/ it is a mistake. */
export async function serveDashboard(app: App, folder: string | undefined): Promise<void> {
  if (folder !== undefined) {
    await app.register(fastifyStatic, {
      root: folder,
      cacheControl: false,
      // The build lays a .br and a .gz beside what is worth it: a slow line gets a quarter of the octets, and nothing is packed per request.
      preCompressed: true,
      // Files under assets/ carry a hash of their content in their name.
      setHeaders: (response, path) => {
        // What lies between must not give one browser what was packed for another.
        response.setHeader("vary", "accept-encoding");
        response.setHeader(
          "cache-control",
          path.includes("/assets/") ? "public, max-age=31536000, immutable" : "no-cache",
        );
      },
    });
  }
  app.setNotFoundHandler((request, reply) => {
    const isScreen =
      request.method === "GET" &&
      !request.url.startsWith("/api/") &&
      (request.headers.accept ?? "").includes("text/html");
    if (!isScreen)
      return answerError(new Refusal(404, "not-found", "there is nothing at this address"), request, reply);
    return folder === undefined
      ? reply.status(503).type("text/plain; charset=utf-8").send(NOT_BUILT)
      : reply.sendFile("index.html");
  });
}
