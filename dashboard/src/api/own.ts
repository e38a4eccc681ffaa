import type { PersonSession } from "@probewarden/contract";
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
