import { Approval, ApprovalAnswer, Identifier, Items, SecondPerson } from "@probewarden/contract";
import { Type } from "typebox";
import { answerApproval, readApprovals, takeBackApproval } from "../approvals/answer-approval.ts";
import { readSecondPerson, setSecondPerson } from "../approvals/second-person.ts";
import { forRoles, within } from "./access.ts";
import type { App, AppParts } from "./app-parts.ts";
import { nameOf } from "./identity.ts";
import { answer, failures } from "./named-schemas.ts";
import { mayAnswer } from "./openapi-problems.ts";
import { notFound, Refusal } from "./refusal.ts";

/** What waits for a second person, and what takes one. */
export function approvalRoutes(app: App, parts: AppParts): void {
  const { state, alerts, suspectChanged, cameraChanged, alertChanged, decided, now } = parts;
  const tags = ["approvals"];

  app.get(
    "/api/approvals",
    {
      schema: {
        tags,
        ...forRoles("takeEvidenceAway", "list"),
        summary: "What waits for a second person, and what was answered",
        description: "At most 200: what waits first, within it the latest.",
        querystring: Type.Object({ state: Type.Optional(Approval.properties.state) }),
        response: { ...failures, 200: answer(Items(Approval)) },
      },
    },
    async (request) => ({ items: await readApprovals(state.reading, { ...request.query, ...within(request) }) }),
  );

  app.post(
    "/api/approvals/:approvalId/answer",
    {
      schema: {
        tags,
        ...forRoles("approve", "path"),
        summary: "Approve or refuse what waits for a second person",
        ...mayAnswer("not-found", "own-request", "answered-already", "not-possible"),
        description:
          "With a reason, which is kept. What is approved takes effect at once, as a decision of who asked for it about what is there now. Nobody answers what they asked for themselves.",
        params: Type.Object({ approvalId: Identifier("the request") }),
        body: ApprovalAnswer,
        response: { ...failures, 200: answer(Approval) },
      },
    },
    async (request) => {
      const who = { by: nameOf(request), at: now() };
      const answered = await answerApproval(state, request.params.approvalId, request.body, who);
      if (answered.outcome === "none") throw notFound("request");
      if (answered.outcome === "own")
        throw new Refusal(409, "own-request", "you asked for it yourself; another person must answer");
      if (answered.outcome === "answered-already")
        throw new Refusal(409, "answered-already", "somebody has answered it meanwhile");
      if (answered.outcome !== "done")
        throw new Refusal(409, "not-possible", "what it was about is gone, or its end lies behind; refuse it");
      const { approval, alertIds } = answered;
      alertIds.forEach(alertChanged);
      if (approval.kind === "authorise" && approval.state === "approved") {
        if (approval.suspectId !== undefined) {
          await alerts.suspectChanged(approval.suspectId);
          decided(approval.venueId);
          suspectChanged(approval.suspectId);
        }
        if (approval.cameraId !== undefined) {
          await alerts.cameraChanged(approval.cameraId);
          cameraChanged(approval.cameraId);
        }
      }
      return approval;
    },
  );

  app.post(
    "/api/approvals/:approvalId/take-back",
    {
      schema: {
        tags,
        ...forRoles("packEvidence", "path"),
        summary: "Take back what you asked a second person for",
        ...mayAnswer("not-found", "not-own-request", "answered-already"),
        description:
          "Only who asked does it, while nobody has answered: nothing comes of the request then. That it was asked for and taken back stays in the record, and it can be asked for anew.",
        params: Type.Object({ approvalId: Identifier("the request") }),
        response: { ...failures, 200: answer(Approval) },
      },
    },
    async (request) => {
      const who = { by: nameOf(request), at: now() };
      const taken = await takeBackApproval(state, request.params.approvalId, who);
      if (taken.outcome === "none") throw notFound("request");
      if (taken.outcome === "not-own")
        throw new Refusal(409, "not-own-request", "another person asked for it: only they take it back");
      if (taken.outcome !== "done") throw new Refusal(409, "answered-already", "somebody has answered it meanwhile");
      return taken.approval;
    },
  );

  app.get(
    "/api/second-person",
    {
      schema: {
        tags,
        ...forRoles("seeSettings", "all"),
        summary: "What takes a second person",
        description: "Everywhere first, then the venues of which something else was said.",
        response: { ...failures, 200: answer(Items(SecondPerson)) },
      },
    },
    async () => ({ items: await readSecondPerson(state.reading.db) }),
  );

  app.put(
    "/api/second-person",
    {
      schema: {
        tags,
        ...forRoles("administer", "all"),
        summary: "Say what takes a second person, everywhere or at a venue",
        ...mayAnswer("not-found"),
        description: "Holds from now on; what waits already goes on waiting.",
        body: SecondPerson,
        response: { ...failures, 200: answer(Items(SecondPerson)) },
      },
    },
    async (request) => {
      if (!(await setSecondPerson(state, request.body, { by: nameOf(request), at: now() }))) throw notFound("venue");
      return { items: await readSecondPerson(state.db) };
    },
  );
}
