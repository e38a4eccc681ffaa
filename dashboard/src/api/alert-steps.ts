import type { Alert, AlertStepRequest, AlertStepResult, AlertStepRow } from "@probewarden/contract";
import { MOST_STEPS_AT_ONCE } from "@probewarden/contract/figures";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { request } from "./client.ts";
import { noteAlerts, refreshInbox } from "./inbox.ts";
import type { Items } from "./pages.ts";
import { upsertRow } from "./upsert-row.ts";

/** Some alerts, each at the revision that the person has seen, and what they do with them. */
export interface StepAsked {
  alerts: readonly Pick<Alert, "alertId" | "revision">[];
  what: AlertStepRequest;
}

/** Does it for all of them, and says of each what came of it. */
async function askStep({ alerts, what }: StepAsked): Promise<AlertStepResult[]> {
  const results: AlertStepResult[] = [];
  for (let at = 0; at < alerts.length; at += MOST_STEPS_AT_ONCE) {
    const some = alerts.slice(at, at + MOST_STEPS_AT_ONCE).map(({ alertId, revision }) => ({ alertId, revision }));
    const { items } = await request<Items<AlertStepResult>>("POST", "/api/alerts/steps", { alerts: some, what });
    results.push(...items);
  }
  return results;
}

/** Whether something was not done because the alert is not what the person had seen any more. */
export const isMovedOn = ({ outcome }: AlertStepResult): boolean => outcome === "moved-on";

/** Steps of alerts. What the collector answers is shown at once; the live stream tells everybody else. */
export function useAlertSteps() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: askStep,
    onSuccess: (results) => {
      client.setQueryData<Alert[]>(["alerts"], (known) =>
        results.reduce(
          (rows, { alert }) => (alert === undefined ? rows : upsertRow(rows, alert, (row) => row.alertId)),
          known ?? [],
        ),
      );
      noteAlerts(
        client,
        results.flatMap(({ alert }) => alert ?? []),
      );
      void refreshInbox(client);
      for (const key of ["alert-steps", "suspects", "suspect", "cameras", "camera-record", "approvals"])
        void client.invalidateQueries({ queryKey: [key] });
    },
    onError: () => {
      void client.invalidateQueries({ queryKey: ["alerts"] });
      return refreshInbox(client);
    },
  });
}

/** What was done with an alert. Asked only while somebody looks at it; `revision` so that it is asked anew after each step. */
export const useAlertRecord = (alertId: string, revision: number) =>
  useQuery({
    queryKey: ["alert-steps", alertId, revision],
    queryFn: async () => (await request<Items<AlertStepRow>>("GET", `/api/alerts/${alertId}/steps`)).items,
  });
