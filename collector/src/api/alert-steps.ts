import {
  Alert,
  AlertStepOf,
  AlertStepRequest,
  AlertStepResult,
  AlertStepRow,
  AlertSteps,
  Identifier,
  Items,
  may,
  MAY,
} from "@probewarden/contract";
import type { FastifyRequest } from "fastify";
import { Type } from "typebox";
import { readAlerts, readAlertSteps } from "../alerts/read-alerts.ts";
import type { StepTaken } from "../alerts/take-step.ts";
import type { SentFile } from "../store/decision-files.ts";
import { forRoles, notYourRole, within } from "./access.ts";
import type { App, AppParts } from "./app-parts.ts";
import { DECISION_BODY_BYTES, sentFileOf, tooManyDocuments } from "./decision-files.ts";
import { nameOf } from "./identity.ts";
import { answer, failures } from "./named-schemas.ts";
import { mayAnswer } from "./openapi-problems.ts";
import { notFound, Refusal, tooManyWaiting } from "./refusal.ts";

/** A document for many alerts, and what names each of them. */
const STEPS_BODY_BYTES = DECISION_BODY_BYTES + 64 * 1024;
/** Lines that a conflict tells of. */
const MOST_SINCE = 50;

/** What people do with alerts, one or many at a time, and what was done. */
export function alertStepRoutes(app: App, parts: AppParts): void {
  const { state, alerts, suspectChanged, cameraChanged, decided } = parts;
  const tags = ["alerts"];
  const params = Type.Object({ alertId: Identifier("the alert") });

  const tellOf = ({ decided: by }: StepTaken): void => {
    if (by === undefined) return;
    if (by.cameraId !== undefined) cameraChanged(by.cameraId);
    if (by.suspectId === undefined) return;
    decided(by.venueId);
    suspectChanged(by.suspectId);
  };
  const take = async (
    alertId: string,
    step: AlertStepOf,
    by: string,
    file: SentFile | undefined,
  ): Promise<StepTaken["outcome"]> => {
    const taken = await alerts.take(alertId, step, by, file);
    tellOf(taken);
    return taken.outcome;
  };
  const resultOf = async (
    alertId: string,
    revision: number,
    outcome: StepTaken["outcome"],
  ): Promise<AlertStepResult> => {
    const [alert] = await readAlerts(state, { alertIds: [alertId] });
    const since =
      outcome === "moved-on"
        ? { since: await readAlertSteps(state, alertId, { since: revision, most: MOST_SINCE }) }
        : {};
    return { alertId, outcome, ...(alert === undefined ? {} : { alert }), ...since };
  };

  /** To authorise is to decide, and to take that back is too: whoever handles alerts does not do it for that alone. */
  const mayTake = async (
    { body: { what }, identity }: { body: Pick<AlertStepOf, "what">; identity: FastifyRequest["identity"] },
    alertIds: string[],
  ): Promise<void> => {
    if (may(identity?.roles ?? [], "decide")) return;
    const decides =
      what.step === "authorise" ||
      (what.step === "undo" && (await readAlerts(state, { alertIds, stage: "authorised", limit: 1 })).length > 0);
    if (decides) throw notYourRole(MAY.decide);
  };

  app.get(
    "/api/alerts/:alertId/steps",
    {
      schema: {
        tags,
        ...forRoles("seeEvidence", "path"),
        summary: "What was done with an alert, and what happened to it",
        ...mayAnswer("not-found"),
        description:
          "The latest first, at most 200. Of one alert 1,000 are kept: beyond that what nobody did goes first, the oldest of it. A step that somebody took back stays, marked as undone. Alerts from before this was kept have no lines of then.",
        params,
        response: { ...failures, 200: answer(Items(AlertStepRow)) },
      },
    },
    async (request) => {
      const { alertId } = request.params;
      const items = await readAlertSteps(state.reading, alertId);
      if (items.length === 0 && (await readAlerts(state, { alertIds: [alertId] })).length === 0)
        throw notFound("alert");
      return { items };
    },
  );

  app.post(
    "/api/alerts/:alertId/steps",
    {
      bodyLimit: DECISION_BODY_BYTES,
      schema: {
        tags,
        ...forRoles("handleAlerts", "path"),
        summary: "Acknowledge, take, snooze, close or authorise an alert, or take the last step back",
        ...mayAnswer(
          "not-found",
          "moved-on",
          "not-possible",
          "nothing-to-undo",
          "too-many-waiting",
          "bad-document",
          "too-many-documents",
        ),
        description:
          "Kept with who and when: an undo supersedes the step before it and erases nothing. `revision` is that of the alert as it was read; where the alert has moved on meanwhile nothing is done and 409 says it with `current`, the alert as it is, and `since`, what happened. To authorise is a decision about the suspect or the camera: it holds for all its alerts, and they are open again when it expires. Where that takes a second person the alert stays as it is, and `GET /api/approvals` shows that it waits.",
        params,
        body: AlertStepOf,
        response: { ...failures, 200: answer(Alert) },
      },
    },
    async (request) => {
      const { alertId } = request.params;
      await mayTake(request, [alertId]);
      const outcome = await take(alertId, request.body, nameOf(request), documentOf(request.body.what));
      const { alert, since } = await resultOf(alertId, request.body.revision, outcome);
      if (outcome === "not-found" || alert === undefined) throw notFound("alert");
      if (outcome === "moved-on")
        throw new Refusal(409, "moved-on", "the alert has moved on meanwhile: look at what happened", undefined, {
          current: alert,
          ...(since === undefined ? {} : { since }),
        });
      if (outcome === "too-many-waiting") throw tooManyWaiting();
      if (outcome === "too-many-documents") throw tooManyDocuments();
      if (outcome !== "done" && outcome !== "waits")
        throw new Refusal(409, outcome, WORDS[outcome], undefined, { current: alert });
      return alert;
    },
  );

  app.post(
    "/api/alerts/steps",
    {
      bodyLimit: STEPS_BODY_BYTES,
      schema: {
        tags,
        ...forRoles("handleAlerts", "list"),
        summary: "The same step for many alerts",
        ...mayAnswer("bad-document"),
        description:
          "At most 200. Each stands for itself: the answer says for each what came of it, in the order of the request. What had moved on meanwhile is left as it is, with what happened.",
        body: AlertSteps,
        response: { ...failures, 200: answer(Items(AlertStepResult)) },
      },
    },
    async (request) => {
      const by = nameOf(request);
      const { alerts: wanted, what } = request.body;
      const file = documentOf(what);
      const ids = wanted.map(({ alertId }) => alertId);
      await mayTake({ body: { what }, identity: request.identity }, ids);
      const reached = new Set(
        (await readAlerts(state, { alertIds: ids, ...within(request), limit: ids.length })).map((one) => one.alertId),
      );
      const items: AlertStepResult[] = [];
      for (const { alertId, revision } of wanted)
        if (!reached.has(alertId)) items.push({ alertId, outcome: "not-found" });
        else items.push(await resultOf(alertId, revision, await take(alertId, { revision, what }, by, file)));
      return { items };
    },
  );
}

/** The document that comes with a step, looked through. @throws Refusal bad-document */
const documentOf = (what: AlertStepRequest): SentFile | undefined =>
  what.step === "authorise" && what.file !== undefined ? sentFileOf(what.file) : undefined;

const WORDS = {
  "not-possible": "this cannot be done with the alert as it is now, or the time lies behind",
  "nothing-to-undo": "nobody has done anything with this alert that is not taken back already",
} as const;
