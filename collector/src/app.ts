import { existsSync } from "node:fs";
import { packageFile } from "@probewarden/cli";
import cookie from "@fastify/cookie";
import etag from "@fastify/etag";
import helmet from "@fastify/helmet";
import rateLimit from "@fastify/rate-limit";
import { TypeBoxValidatorCompiler, type TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import Fastify, { LogController } from "fastify";
import { alertStepRoutes } from "./api/alert-steps.ts";
import { approvalRoutes } from "./api/approvals.ts";
import { alertRoutes } from "./api/alerts.ts";
import { maintenanceRoutes } from "./api/maintenance.ts";
import type { App, AppParts } from "./api/app-parts.ts";
import { cameraRoutes } from "./api/cameras.ts";
import { newcomerRoutes } from "./api/newcomers.ts";
import { surveyRoutes } from "./api/survey.ts";
import { venueNetworkRoutes } from "./api/venue-networks.ts";
import { fleetRoutes } from "./api/fleet.ts";
import { rolloutRoutes } from "./api/rollouts.ts";
import { hearingRoutes } from "./api/hearing.ts";
import { collectorRoutes } from "./api/collectors.ts";
import { serveDashboard } from "./api/dashboard.ts";
import { calibrationRoutes } from "./api/calibrations.ts";
import { decisionFileRoutes } from "./api/decision-files.ts";
import { drawingRoutes } from "./api/drawings.ts";
import { floorRoutes } from "./api/floors.ts";
import { Entry } from "./api/entry.ts";
import { forRoles, guardAccess } from "./api/access.ts";
import { guard, isLoopback } from "./api/guard.ts";
import { healthRoutes } from "./api/health.ts";
import { identify } from "./api/identity.ts";
import { auditRoutes } from "./api/audit.ts";
import { noteReads } from "./api/noted-reads.ts";
import { keepLists } from "./api/keep-lists.ts";
import { lazySerializers } from "./api/lazy-serializers.ts";
import { packAnswers } from "./api/pack-answers.ts";
import { addNamedSchemas } from "./api/named-schemas.ts";
import { refuseUnknownParameters } from "./api/known-parameters.ts";
import { exportRoutes } from "./api/exports.ts";
import { describeApi } from "./api/openapi.ts";
import { finishDocument } from "./api/openapi-document.ts";
import { answerClientError } from "./api/client-error.ts";
import { SERVER_LIMITS, serverFactory } from "./api/http-server.ts";
import { refuseWhenOverloaded } from "./api/overload.ts";
import { answerError } from "./api/problem.ts";
import { StreamSeats } from "./api/stream-seats.ts";
import { contentPolicy } from "./api/content-policy.ts";
import { proxyTrust } from "./api/proxy-trust.ts";
import { ownAccountRoutes } from "./api/own-account.ts";
import { ownProviderRoutes } from "./api/own-provider.ts";
import { packageRoutes } from "./api/packages.ts";
import { peopleRoutes } from "./api/people.ts";
import { providerRoutes } from "./api/provider.ts";
import { probeRoutes } from "./api/probes.ts";
import { SignInGuard } from "./people/sign-in-guard.ts";
import { secondStepRoutes } from "./api/second-step.ts";
import { sensorRoutes } from "./api/sensors.ts";
import { joinRoutes } from "./api/join.ts";
import { setupRoutes } from "./api/setup.ts";
import { sessionRoutes } from "./api/session.ts";
import { streamRoutes } from "./api/stream.ts";
import { suspectRoutes } from "./api/suspects.ts";
import { suspectTimeRoutes } from "./api/suspect-time.ts";
import { dayRoutes } from "./api/days.ts";
import { timeRoutes } from "./api/time.ts";
import { tokenRoutes } from "./api/tokens.ts";
import { venueRoutes } from "./api/venues.ts";
import { channelRoutes } from "./api/channels.ts";
import { webhookRoutes } from "./api/webhook.ts";
import { VERSION } from "./main/version.ts";

const BODY_LIMIT_BYTES = 64 * 1024;
/** For each address; a screen needs a few dozen. Loopback is not counted. */
const REQUESTS_PER_MINUTE = 1_200;
/** Beside this workspace. */
export const DASHBOARD = packageFile(import.meta.url, "../dashboard/dist");

/** Builds the HTTP side: guards first, then one file per resource, then the dashboard. It does not listen. */
export async function buildApp(parts: AppParts, dashboardDir = DASHBOARD): Promise<App> {
  const { trustProxy } = parts.config.http;
  const isProxy = trustProxy === undefined ? () => false : proxyTrust(trustProxy);
  const app: App = Fastify({
    loggerInstance: parts.log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT_BYTES,
    serverFactory: serverFactory(parts.tls, SERVER_LIMITS, isProxy),
    // What a proxy says of who asks, and by HTTPS or not, is believed of a proxy of ours only, and of the ones behind it one by one.
    ...(trustProxy === undefined ? {} : { trustProxy: isProxy }),
    clientErrorHandler: answerClientError,
    forceCloseConnections: true,
    // An address that the router itself refuses is answered in the same shape as every other refusal.
    frameworkErrors: (error, request, reply) => void answerError(error, request, reply),
    routerOptions: { maxParamLength: 64 },
    schemaController: { compilersFactory: { buildSerializer: lazySerializers } },
  }).withTypeProvider<TypeBoxTypeProvider>();
  app.setValidatorCompiler(TypeBoxValidatorCompiler);
  app.setErrorHandler(answerError);

  guard(app, parts.config.http.hostNames);
  await app.register(helmet, contentPolicy(parts.tls !== undefined));
  await app.register(cookie);
  packAnswers(app);
  // An answer that did not change is not sent again to who names its ETag (RFC 9110, 13.1.2).
  await app.register(etag);
  await app.register(rateLimit, {
    max: REQUESTS_PER_MINUTE,
    timeWindow: "1 minute",
    allowList: (request) => isLoopback(request.ip),
  });
  await refuseWhenOverloaded(app, parts.overload);
  identify(app, parts.accounts, parts.config.demo);
  guardAccess(app, parts);

  app.addHook("onRequest", async (request, reply) => {
    // Suspects and levels are for who asked; no cache between may keep them. A route that may be kept says so itself.
    if (request.url.startsWith("/api/")) reply.header("cache-control", "no-store");
  });

  refuseUnknownParameters(app);
  noteReads(app, parts);
  keepLists(app, parts);
  addNamedSchemas(app);
  await describeApi(app, VERSION);
  const seats = new StreamSeats(parts.accounts.sessions, (error) => parts.log.error({ err: error }, "streams"));
  const attempts = new SignInGuard(parts.state.dialect === "postgres" ? parts.state : undefined);
  const entry = new Entry(parts, seats);
  sessionRoutes(app, parts, seats, attempts, entry);
  providerRoutes(app, parts, entry, attempts);
  ownProviderRoutes(app, parts, seats, attempts);
  secondStepRoutes(app, parts, seats, attempts);
  tokenRoutes(app, parts, attempts);
  ownAccountRoutes(app, parts, seats);
  peopleRoutes(app, parts, seats);
  streamRoutes(app, parts, seats);
  for (const routes of [
    healthRoutes,
    probeRoutes,
    collectorRoutes,
    venueRoutes,
    floorRoutes,
    drawingRoutes,
    calibrationRoutes,
    sensorRoutes,
    setupRoutes,
    joinRoutes,
    fleetRoutes,
    rolloutRoutes,
    hearingRoutes,
    suspectRoutes,
    dayRoutes,
    suspectTimeRoutes,
    timeRoutes,
    cameraRoutes,
    newcomerRoutes,
    surveyRoutes,
    venueNetworkRoutes,
    exportRoutes,
    decisionFileRoutes,
    packageRoutes,
    approvalRoutes,
    alertRoutes,
    alertStepRoutes,
    maintenanceRoutes,
    channelRoutes,
    auditRoutes,
    webhookRoutes,
  ]) {
    routes(app, parts);
  }
  app.get("/api/openapi.json", { schema: { hide: true, ...forRoles("anything", "none") } }, () =>
    finishDocument(app.swagger()),
  );
  await serveDashboard(app, existsSync(dashboardDir) ? dashboardDir : undefined);
  return app;
}
