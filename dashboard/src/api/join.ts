import type { SiteCode, SiteCodeRequest } from "@probewarden/contract";
import { useMutation } from "@tanstack/react-query";
import { request } from "./client.ts";

/** Makes the code by which boxes join a venue tonight; it is shown this once. */
export const useSiteCode = (venueId: string) =>
  useMutation({
    mutationFn: (wanted: SiteCodeRequest) => request<SiteCode>("POST", `/api/venues/${venueId}/site-code`, wanted),
  });

/** Makes all codes of a venue void. */
export const useWithdrawSiteCodes = (venueId: string) =>
  useMutation({ mutationFn: () => request("DELETE", `/api/venues/${venueId}/site-code`, {}) });
