import type {
  ApiToken,
  ApiTokenRequest,
  BegunSecondStep,
  MadeApiToken,
  OwnProof,
  OwnSecondStep,
  PersonSession,
  RecoveryCodes,
  SecondStepOff,
} from "@probewarden/contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { request } from "./client.ts";
import type { Items } from "./pages.ts";

const SESSIONS = ["own-sessions"];

/** Where one is signed in oneself. */
export const useOwnSessions = () =>
  useQuery({ queryKey: SESSIONS, queryFn: () => request<Items<PersonSession>>("GET", "/api/own/sessions") });

/** Ends one of one's own sessions, or without its name all but this one. */
export const useEndOwnSessions = () => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (sessionId: string | undefined) =>
      request<Items<PersonSession>>("POST", "/api/own/sessions/end", sessionId === undefined ? {} : { sessionId }),
    onSuccess: (left) => void client.setQueryData(SESSIONS, left),
  });
};

const STEP = ["own-second-step"];

/** Whether signing in takes a code as well. */
export const useOwnSecondStep = () =>
  useQuery({ queryKey: STEP, queryFn: () => request<OwnSecondStep>("GET", "/api/own/second-step") });

/** A secret for an authenticator app; told once, and kept nowhere in the page but in this answer. */
export const useBeginSecondStep = () =>
  useMutation({
    mutationFn: (proof: OwnProof) => request<BegunSecondStep>("POST", "/api/own/second-step/begin", proof),
    gcTime: 0,
  });

/** A code that changes how it stands with the second step; what else is shown of the account is asked again. */
const useCode = <Input, Output>(ask: (input: Input) => Promise<Output>) => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ask,
    gcTime: 0,
    onSuccess: () => Promise.all([STEP, SESSIONS].map((queryKey) => client.invalidateQueries({ queryKey }))),
  });
};
export const useConfirmSecondStep = () =>
  useCode((code: string) => request<RecoveryCodes>("POST", "/api/own/second-step/confirm", { code }));
export const useRecoveryCodes = () =>
  useCode((code: string) => request<RecoveryCodes>("POST", "/api/own/second-step/codes", { code }));
export const useSecondStepOff = () =>
  useCode((given: SecondStepOff) => request<OwnSecondStep>("POST", "/api/own/second-step/off", given));

const TOKENS = ["own-tokens"];

/** Tokens with which programs ask in one's own name. */
export const useOwnTokens = () =>
  useQuery({ queryKey: TOKENS, queryFn: () => request<Items<ApiToken>>("GET", "/api/own/tokens") });

/** Makes a token, whose secret stands in this answer and nowhere else. */
export const useMakeToken = () => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (wanted: ApiTokenRequest) => request<MadeApiToken>("POST", "/api/own/tokens", wanted),
    gcTime: 0,
    onSuccess: ({ items }) => void client.setQueryData(TOKENS, { items }),
  });
};
export const useRevokeToken = () => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (tokenId: string) => request<Items<ApiToken>>("POST", `/api/own/tokens/${tokenId}/revoke`),
    onSuccess: (left) => void client.setQueryData(TOKENS, left),
  });
};
