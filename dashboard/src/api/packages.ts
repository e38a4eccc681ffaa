import type { EvidenceKey, EvidencePackage, EvidencePackageRequest } from "@probewarden/contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { request } from "./client.ts";
import type { Items } from "./pages.ts";
import { useMay } from "./queries.ts";

const KEY = ["packages"];
/** When a file that somebody takes stands in the list. */
const TAKEN_WITHIN_MS = 2_000;

/** What a package is of. */
export interface PackageOf {
  kind: "suspect" | "camera";
  id: string;
}

/** Packages about a suspect or a camera, the latest first. */
export const usePackages = ({ kind, id }: PackageOf) =>
  useQuery({
    enabled: useMay("takeEvidenceAway"),
    queryKey: [...KEY, kind, id],
    queryFn: async () => (await request<Items<EvidencePackage>>("GET", `/api/packages?${kind}Id=${id}`)).items,
  });

/** The key with which this collector signs; it does not change. */
export const useEvidenceKey = () =>
  useQuery({
    enabled: useMay("takeEvidenceAway"),
    queryKey: ["evidence-key"],
    queryFn: () => request<EvidenceKey>("GET", "/api/packages/key"),
    staleTime: Infinity,
  });

/** Asks for a package, with purpose and legal basis, and perhaps of one decision. */
export function useAskForPackage({ kind, id }: PackageOf) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (asked: EvidencePackageRequest) =>
      request<EvidencePackage>("POST", `/api/${kind}s/${id}/packages`, asked),
    onSettled: () => Promise.all([KEY, ["approvals"]].map((queryKey) => client.invalidateQueries({ queryKey }))),
  });
}

/** The browser takes the file itself, so that nobody hears when it has: the list is asked again a little later. */
export function useTaken(): () => void {
  const client = useQueryClient();
  return () => void setTimeout(() => void client.invalidateQueries({ queryKey: KEY }), TAKEN_WITHIN_MS);
}
