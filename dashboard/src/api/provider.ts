import type { OwnProof, OwnProvider, ProviderAddress, ProviderArrival, ProviderBegin } from "@probewarden/contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { request } from "./client.ts";

const OWN = ["own-provider"];

/** Leaves for the provider: the page is over then, so the button stays pressed until it is gone. */
const leave = async ({ url }: ProviderAddress): Promise<never> => {
  location.assign(url);
  return new Promise<never>(() => undefined);
};

/** To the provider, to sign in or to take an invitation up. */
export const useProviderBegin = () =>
  useMutation({
    mutationFn: async (what: ProviderBegin) =>
      leave(await request<ProviderAddress>("POST", "/api/provider/begin", what)),
  });

/** To the provider, to bind an identity to one's own account. */
export const useProviderLink = () =>
  useMutation({
    mutationFn: async (proof: OwnProof) =>
      leave(await request<ProviderAddress>("POST", "/api/own/provider/link", proof)),
    gcTime: 0,
  });

/** Back from it: who is signed in is asked anew. */
const useArrival = <Input>(ask: (input: Input) => Promise<ProviderArrival>) => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ask,
    gcTime: 0,
    onSuccess: () => client.invalidateQueries({ queryKey: ["session"] }),
  });
};
export const useProviderFinish = () =>
  useArrival((answer: string) => request<ProviderArrival>("POST", "/api/provider/finish", { answer }));
export const useProviderCode = () =>
  useArrival((code: string) => request<ProviderArrival>("POST", "/api/provider/code", { code }));

/** Which identity lets in with one's own account, and whether it has a password. */
export const useOwnProvider = () =>
  useQuery({ queryKey: OWN, queryFn: () => request<OwnProvider>("GET", "/api/own/provider") });

export const useProviderUnlink = () => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (proof: OwnProof) => request<OwnProvider>("POST", "/api/own/provider/unlink", proof),
    gcTime: 0,
    onSuccess: (own) => {
      client.setQueryData(OWN, own);
      // The session may have been the provider's.
      return client.invalidateQueries({ queryKey: ["session"] });
    },
  });
};
