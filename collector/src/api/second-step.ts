import {
  BegunSecondStep,
  OwnSecondStep,
  RecoveryCodes,
  SecondStepBegin,
  SecondStepCode,
  SecondStepOff,
} from "@probewarden/contract";
import type { FastifyRequest } from "fastify";
import type { Owner } from "../people/second-steps.ts";
import type { SignInGuard } from "../people/sign-in-guard.ts";
import { forRoles, takesSecondStep } from "./access.ts";
import type { App, AppParts } from "./app-parts.ts";
import { nameOf } from "./identity.ts";
import { answer, failures } from "./named-schemas.ts";
import { mayAnswer } from "./openapi-problems.ts";
import { ownProof } from "./own-proof.ts";
import { Refusal } from "./refusal.ts";
import { refusalOf } from "./entry.ts";
import type { StreamSeats } from "./stream-seats.ts";

const forOwn = { tags: ["own"], ...forRoles("anything", "own") };
const takesCode = {
  ...forOwn,
  ...mayAnswer("wrong-code", "not-possible", "too-many-attempts"),
  body: SecondStepCode,
  response: { ...failures, 200: answer(RecoveryCodes) },
};

/** The second step of one's own account: set up, look, other recovery codes, off. Codes and passwords are counted as those of a sign-in are. */
export function secondStepRoutes(
  app: App,
  { accounts, config, now }: AppParts,
  seats: StreamSeats,
  guard: SignInGuard,
): void {
  const { secondSteps } = accounts;
  const ownerOf = async (request: FastifyRequest): Promise<Owner> => {
    const name = nameOf(request);
    const userId = await accounts.idOf(name);
    if (userId === undefined) throw new Refusal(409, "not-possible", "the demo signs in by itself and has no account");
    return { userId, name };
  };
  const isRequired = ({ identity }: FastifyRequest): boolean =>
    identity !== undefined && takesSecondStep(config, identity.roles);
  const stateOf = async (request: FastifyRequest): Promise<OwnSecondStep> => {
    const userId = await accounts.idOf(nameOf(request));
    if (userId === undefined) return { state: "off", recoveryCodesLeft: 0 };
    const off = isRequired(request) ? "needed" : "off";
    return {
      state: (await secondSteps.isOn(userId)) ? "on" : off,
      recoveryCodesLeft: await secondSteps.recoveryCodesLeft(userId),
    };
  };

  /** Tries what is guarded, as this session: whoever found an open browser guesses no better than a stranger. */
  const attempt = async <T>(request: FastifyRequest, make: () => Promise<T | undefined>): Promise<T | undefined> => {
    const known = `session ${request.identity?.sessionId ?? ""}`;
    const outcome = await guard.attempt({ name: nameOf(request), address: request.ip, known }, make);
    if ("waitMs" in outcome) throw refusalOf(outcome);
    return outcome.value;
  };
  const prove = ownProof({ accounts, now }, guard);
  const withCode = async <T>(request: FastifyRequest, make: () => Promise<T | undefined>): Promise<T> => {
    const value = await attempt(request, make);
    if (value === undefined) throw new Refusal(401, "wrong-code", "this code is wrong, was used already, or is over");
    return value;
  };
  const checked = (request: FastifyRequest, owner: Owner, code: string): Promise<true> =>
    withCode(request, async () => (await secondSteps.check(owner, code)) || undefined);

  app.get(
    "/api/own/second-step",
    {
      schema: {
        ...forOwn,
        summary: "Whether signing in takes a code as well",
        description: "And how many recovery codes are left. No secret is told.",
        response: { ...failures, 200: answer(OwnSecondStep) },
      },
    },
    stateOf,
  );

  app.post(
    "/api/own/second-step/begin",
    {
      schema: {
        ...forOwn,
        ...mayAnswer("wrong-sign-in", "sign-in-again", "not-possible", "too-many-attempts", "busy"),
        summary: "Make a secret for an authenticator app",
        description: "Told once. It counts from the first right code on, which must come within 15 minutes.",
        body: SecondStepBegin,
        response: { ...failures, 200: answer(BegunSecondStep) },
      },
    },
    async (request) => {
      const begun = await secondSteps.begin(await prove(request, request.body.password));
      if (begun === undefined) throw new Refusal(409, "not-possible", "the second step is on: take it off first");
      return begun;
    },
  );

  app.post(
    "/api/own/second-step/confirm",
    {
      schema: {
        ...takesCode,
        summary: "Turn the second step on by its first code",
        description: "The answer is ten recovery codes, told once. All other sessions of the account end.",
      },
    },
    async (request) => {
      const owner = await ownerOf(request);
      const recoveryCodes = await withCode(request, () =>
        secondSteps.confirm(owner, request.body.code, request.identity?.sessionId),
      );
      await seats.look();
      return { recoveryCodes };
    },
  );

  app.post(
    "/api/own/second-step/codes",
    {
      schema: {
        ...takesCode,
        summary: "Make other recovery codes",
        description: "Told once; those that are left are void.",
      },
    },
    async (request) => {
      const owner = await ownerOf(request);
      await checked(request, owner, request.body.code);
      return { recoveryCodes: await secondSteps.renewCodes(owner) };
    },
  );

  app.post(
    "/api/own/second-step/off",
    {
      schema: {
        ...forOwn,
        ...mayAnswer("wrong-sign-in", "sign-in-again", "wrong-code", "not-possible", "too-many-attempts", "busy"),
        summary: "Take one's own second step off",
        description: "Takes password and code. Refused where a role of the account takes a second step.",
        body: SecondStepOff,
        response: { ...failures, 200: answer(OwnSecondStep) },
      },
    },
    async (request) => {
      const { name } = await ownerOf(request);
      if (isRequired(request)) throw new Refusal(409, "not-possible", "a role of your account takes a second step");
      const owner = await prove(request, request.body.password);
      await checked(request, owner, request.body.code);
      await secondSteps.takeOff(owner, name);
      return stateOf(request);
    },
  );
}
