import type { CommandRequest, CommandRow, FleetRow, Ring } from "@probewarden/contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { request } from "./client.ts";
import { addPages, MOST_PAGES, type Items } from "./pages.ts";

const KEY = ["fleet"];
/** The stream does not tell of commands. While one waits somebody watches it; else settings change by the day. */
const REFRESH_MS = 60_000;
const WAITING_MS = 2_000;

/** Whether a command waits for its answer. Settings of a sensor that is away may wait for weeks. */
const isWaiting = ({ commands }: FleetRow): boolean => commands.some(({ state }) => state === "sent");

/** Every sensor with its version, its settings and its latest commands. */
export const useFleet = () =>
  useQuery({
    queryKey: KEY,
    queryFn: async () => {
      const rows: FleetRow[] = [];
      await addPages(rows, "/api/fleet?limit=500", MOST_PAGES);
      return rows;
    },
    refetchInterval: ({ state }) => (state.data?.some(isWaiting) === true ? WAITING_MS : REFRESH_MS),
  });

/** What one sensor was told, with its answers in full. Asked only while somebody looks at it. */
export const useCommands = (sensorId: string, latest: string) =>
  useQuery({
    queryKey: [...KEY, sensorId, latest],
    queryFn: async () => (await request<Items<CommandRow>>("GET", `/api/sensors/${sensorId}/commands`)).items,
  });

/** Tells several sensors the same, one after the other; the first that is refused ends it, and says why. */
export function useTell() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ sensorIds, command }: { sensorIds: readonly string[]; command: CommandRequest }) => {
      for (const sensorId of sensorIds) await request<FleetRow>("POST", `/api/sensors/${sensorId}/commands`, command);
    },
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  });
}

/** Makes sensors canaries, or no canaries any more. */
export function usePutRing() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ sensorIds, ring }: { sensorIds: readonly string[]; ring: Ring }) => {
      for (const sensorId of sensorIds) await request<FleetRow>("PUT", `/api/sensors/${sensorId}/ring`, { ring });
    },
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  });
}
