import type { Approval, ApprovalAnswer, SecondPerson } from "@probewarden/contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { request } from "./client.ts";
import type { Items } from "./pages.ts";
import { useMay } from "./queries.ts";

const KEY = ["approvals"];
const SECOND = ["second-person"];
/** The stream does not tell of what waits. */
const REFRESH_MS = 30_000;

/** What waits for a second person, the latest first. */
export const useWaiting = () =>
  useQuery({
    enabled: useMay("takeEvidenceAway"),
    queryKey: KEY,
    queryFn: async () => (await request<Items<Approval>>("GET", "/api/approvals?state=waiting")).items,
    refetchInterval: REFRESH_MS,
  });

/** After it other things stand otherwise. */
const CHANGED_BY_IT = ["approvals", "packages", "suspect", "suspects", "alerts", "cameras", "camera-record"];

/** Takes back what one asked for oneself. */
export function useTakeBack(approvalId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => request<Approval>("POST", `/api/approvals/${approvalId}/take-back`),
    onSettled: () => {
      for (const key of CHANGED_BY_IT) void client.invalidateQueries({ queryKey: [key] });
    },
  });
}

/** Says yes or no to what waits. */
export function useAnswer(approvalId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (answer: ApprovalAnswer) => request<Approval>("POST", `/api/approvals/${approvalId}/answer`, answer),
    onSettled: () => {
      for (const key of CHANGED_BY_IT) void client.invalidateQueries({ queryKey: [key] });
    },
  });
}

/** What takes a second person, everywhere first. */
export const useSecondPerson = () =>
  useQuery({
    enabled: useMay("seeSettings"),
    queryKey: SECOND,
    queryFn: async () => (await request<Items<SecondPerson>>("GET", "/api/second-person")).items,
  });

export function useSetSecondPerson() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (said: SecondPerson) => request("PUT", "/api/second-person", said),
    onSettled: () => client.invalidateQueries({ queryKey: SECOND }),
  });
}
