import { expect, onTestFinished, test } from "vitest";
import { makeApp, putSuspect } from "./app-fixture.ts";
import { describedRoutes, fillPath } from "./test-described-routes.ts";

test("the document is OpenAPI 3.1, names its schemas and describes every route", async () => {
  const { app, close } = await makeApp({ demo: true });
  const document = (await app.inject({ url: "/api/openapi.json" })).json();
  expect(document.openapi).toBe("3.1.0");
  expect(Object.keys(document.components.schemas).toSorted()).toEqual([
    "AirSurvey",
    "Alert",
    "AlertCounts",
    "AlertStep",
    "ApiToken",
    "Approval",
    "AuditLine",
    "AuditReport",
    "BegunSecondStep",
    "CalibrationState",
    "Camera",
    "CameraFinding",
    "CameraRecord",
    "Channel",
    "ClaimCode",
    "Collector",
    "CommandRow",
    "Deletion",
    "EvidenceKey",
    "EvidencePackage",
    "FitResult",
    "FleetRow",
    "FloorDrawing",
    "Health",
    "HearingRow",
    "MadeApiToken",
    "MadeInvitation",
    "MaintenanceWindow",
    "NewcomerRow",
    "Notice",
    "OpenInvitation",
    "Outage",
    "OwnProvider",
    "OwnSecondStep",
    "People",
    "Person",
    "PersonSession",
    "Problem",
    "ProviderAddress",
    "ProviderArrival",
    "Readiness",
    "RecoveryCodes",
    "Release",
    "ReleaseRow",
    "Rollout",
    "RolloutPlan",
    "SecondPerson",
    "Sensor",
    "SensorSetup",
    "SensorTimeline",
    "Session",
    "SignInProvider",
    "SiteCode",
    "Suspect",
    "SuspectDetail",
    "SuspectPast",
    "SuspectPresence",
    "SuspectTimeline",
    "Venue",
    "VenueDay",
    "VenueNetworks",
    "Webhook",
  ]);
  expect(Object.keys(document.paths)).toEqual(
    expect.arrayContaining(["/api/health", "/api/suspects/{suspectId}/decision", "/api/stream", "/api/webhook/test"]),
  );
  await close();
});

test("every operation has an id, a summary, a description, an answer when all is well and answers when not", async () => {
  const { app, close } = await makeApp({ demo: true });
  const document = (await app.inject({ url: "/api/openapi.json" })).json();
  await close();
  const operations = Object.entries<Record<string, Record<string, object>>>(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ name: `${method} ${path}`, operation })),
  );
  const incomplete = operations.filter(({ operation }) => {
    const answers = Object.keys(operation["responses"] ?? {});
    return !(
      operation["operationId"] &&
      operation["summary"] &&
      operation["description"] &&
      ["200", "400", "403", "500", "503"].every((status) => answers.includes(status))
    );
  });
  expect(incomplete.map(({ name }) => name)).toEqual([]);
  expect(new Set(operations.map(({ operation }) => operation["operationId"])).size).toBe(operations.length);
  const open = operations.filter(({ operation }) => Array.isArray(operation["security"]));
  expect(open.map(({ name }) => name).toSorted()).toEqual([
    "delete /api/session",
    "get /api/health",
    "get /api/session",
    "post /api/first-account",
    "post /api/join",
    "post /api/provider/begin",
    "post /api/provider/code",
    "post /api/provider/finish",
    "post /api/session",
  ]);
  expect(JSON.stringify(document)).not.toMatch(/"brand"|"additionalItems"|Default Response/);
});

test("the page to read it works under the content policy, with nothing from elsewhere", async () => {
  const { app, close } = await makeApp({ demo: true });
  const page = await app.inject({ url: "/api/docs/" });
  expect(page.statusCode).toBe(200);
  expect(page.headers["content-security-policy"]).toContain("'self'");
  expect(page.body).not.toMatch(/(src|href)="https?:/);
  await close();
});

test("every answer carries the strict content policy", async () => {
  const { app, close } = await makeApp();
  const policy = String((await app.inject({ url: "/api/health" })).headers["content-security-policy"]);
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain("unsafe");
  await close();
});

test("what is read has an ETag, and what is refused for a while says until when, as the description says", async () => {
  const fixture = await makeApp({ demo: true });
  onTestFinished(() => fixture.close());
  await putSuspect(fixture, "box-one");
  let kept = 0;
  for (const { method, path, operation } of await describedRoutes(fixture.app)) {
    const headersAt = (status: string): string[] => Object.keys(operation.responses[status]?.headers ?? {});
    for (const status of ["429", "503"]) expect(headersAt(status), `${method} ${path}`).toEqual(["Retry-After"]);
    const isKept = method === "GET" && path !== "/api/stream";
    expect([path, headersAt("200").includes("ETag"), "304" in operation.responses]).toEqual([path, isKept, isKept]);
    // A survey is one answer, and has no rows behind it.
    const hasPages = /\.(csv|geojson)$/.test(path) && !path.endsWith("/survey.csv");
    expect(headersAt("200").includes("Link"), path).toBe(hasPages);
    if (!isKept) continue;
    const query = (operation.parameters ?? [])
      .filter((one) => one.in === "query" && one.required)
      .map(({ name, example }) => `${name}=${String(example ?? 1)}`);
    const url = `${fillPath(path)}?${query.join("&")}`;
    const first = await fixture.app.inject({ url });
    // What is read anew with each look has a line more of that look.
    if (first.statusCode !== 200 || path === "/api/audit.csv") continue;
    kept += 1;
    const tag = String(first.headers["etag"]);
    expect(tag, path).toMatch(/^"[^"]+"$/);
    expect((await fixture.app.inject({ url, headers: { "if-none-match": tag } })).statusCode, path).toBe(304);
  }
  expect(kept).toBeGreaterThan(15);
});
