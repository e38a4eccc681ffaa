import type {
  ApiToken,
  InvitationRequest,
  MadeInvitation,
  People,
  PersonSession,
  RightsRequest,
} from "@probewarden/contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { request } from "./client.ts";
import type { Items } from "./pages.ts";

const KEY = ["people"];

/** Accounts, and one-time links that are open. */
export const usePeople = () => useQuery({ queryKey: KEY, queryFn: () => request<People>("GET", "/api/people") });

/** A change to an account, whose answer is how they all are then. */
const useManage = <Input>(ask: (input: Input) => Promise<People>) => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ask,
    onSuccess: (people) => {
      client.setQueryData(KEY, people);
      return client.invalidateQueries({ queryKey: ["person-sessions"] });
    },
  });
};

export const useChangeRights = (accountId: string) =>
  useManage((rights: RightsRequest) => request<People>("PUT", `/api/people/${accountId}/rights`, rights));
export const useSetActive = (accountId: string) =>
  useManage((active: boolean) => request<People>("PUT", `/api/people/${accountId}/active`, { active }));
export const useTakeSecondStepOff = (accountId: string) =>
  useManage((_: void) => request<People>("POST", `/api/people/${accountId}/second-step/off`));
export const useTakeProviderOff = (accountId: string) =>
  useManage((_: void) => request<People>("POST", `/api/people/${accountId}/provider/unlink`));
export const useWithdraw = () =>
  useManage((invitationId: string) => request<People>("POST", `/api/people/invitations/${invitationId}/withdraw`));
export const useEndSessions = (accountId: string) =>
  useManage((sessionId: string | undefined) =>
    request<People>("POST", `/api/people/${accountId}/sessions/end`, sessionId === undefined ? {} : { sessionId }),
  );

/** A one-time link, told once. */
const useLink = <Input>(ask: (input: Input) => Promise<MadeInvitation>) => {
  const client = useQueryClient();
  return useMutation({ mutationFn: ask, onSuccess: () => client.invalidateQueries({ queryKey: KEY }) });
};
export const useInvite = () =>
  useLink((wanted: InvitationRequest) => request<MadeInvitation>("POST", "/api/people/invitations", wanted));
export const useResetLink = (accountId: string) =>
  useLink((_: void) => request<MadeInvitation>("POST", `/api/people/${accountId}/reset`));

/** Where an account is signed in; asked only while somebody looks at it. */
export const usePersonSessions = (accountId: string) =>
  useQuery({
    queryKey: ["person-sessions", accountId],
    queryFn: () => request<Items<PersonSession>>("GET", `/api/people/${accountId}/sessions`),
  });

/** Tokens of an account; asked only while somebody looks at it. */
export const usePersonTokens = (accountId: string) =>
  useQuery({
    queryKey: ["person-tokens", accountId],
    queryFn: () => request<Items<ApiToken>>("GET", `/api/people/${accountId}/tokens`),
  });
export const useRevokePersonToken = (accountId: string) => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (tokenId: string) =>
      request<Items<ApiToken>>("POST", `/api/people/${accountId}/tokens/${tokenId}/revoke`),
    onSuccess: (left) => void client.setQueryData(["person-tokens", accountId], left),
  });
};
