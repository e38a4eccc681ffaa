import type {
  CameraOnSiteRequest,
  CameraRecord,
  Collector,
  DecisionRequest,
  FirstAccount,
  FloorRequest,
  LevelSeries,
  PasswordChange,
  Readiness,
  Resident,
  Session,
  SignIn,
  SuspectDetail,
  Venue,
  VenuePlaceRequest,
} from "@probewarden/contract";
import { may, type Work } from "@probewarden/contract/figures";
import {
  useMutation,
  useQueries,
  useQuery,
  useQueryClient,
  type QueryClient,
  type QueryKey,
} from "@tanstack/react-query";
import { request } from "./client.ts";
import { askList, workOf, type LiveList } from "./live-rows.ts";
import { addPages, firstPages, MOST_PAGES, type Items } from "./pages.ts";
import { asTold, asUnknown, cannotHearSensors } from "./shown-sensor.ts";

/** Safety net under the live stream: lists are asked again at this pace. */
const REFRESH_MS = 60_000;
/** The stream does not tell how the collector is. */
const HEALTH_REFRESH_MS = 10_000;

const listOf = async <T>(path: string): Promise<T[]> => (await request<Items<T>>("GET", path)).items;

const liveList = <List extends LiveList>(list: List) => ({
  queryKey: [list],
  queryFn: ({ client }: { client: QueryClient }) => askList(list, () => firstPages(client, list)),
  refetchInterval: REFRESH_MS,
});
/** A list of evidence is not asked for by who may not see it. */
const useLiveList = <List extends LiveList>(list: List) => {
  const enabled = useMay(workOf(list));
  return useQuery({ ...liveList(list), enabled });
};

/** The sensors; their state is unknown while the collector itself cannot hear them. */
export const useSensors = () => {
  const { data: health } = useHealth();
  return useQuery({ ...liveList("sensors"), select: cannotHearSensors(health) ? asUnknown : asTold });
};
export const useSuspects = () => useLiveList("suspects");
export const useCameras = () => useLiveList("cameras");
export const useAlerts = () => useLiveList("alerts");
export const useOutages = () => useLiveList("outages");

/** The collectors themselves. Asked often: the stream does not tell of them. */
export const useCollectors = () =>
  useQuery({
    queryKey: ["collectors"],
    queryFn: () => listOf<Collector>("/api/collectors"),
    refetchInterval: HEALTH_REFRESH_MS,
  });

export const useVenues = () =>
  useQuery({
    queryKey: ["venues"],
    queryFn: async () => {
      const venues: Venue[] = [];
      await addPages(venues, "/api/venues", MOST_PAGES);
      return venues;
    },
    refetchInterval: REFRESH_MS,
  });

export const useHealth = () =>
  useQuery({
    queryKey: ["health"],
    queryFn: () => request<Readiness>("GET", "/api/health"),
    refetchInterval: HEALTH_REFRESH_MS,
  });

export const useSession = () =>
  useQuery({ queryKey: ["session"], queryFn: () => request<Session>("GET", "/api/session") });

/** Whether who is signed in may do this. What is not allowed is not offered; the collector refuses it all the same. */
export const useMay = (work: Work): boolean => may(useSession().data?.roles ?? [], work);

/** What a sensor hears all the time. Asked only while somebody looks at it. */
export const useResidents = (sensorId: string) => useQuery(residentsOf(sensorId));
const residentsOf = (sensorId: string) => ({
  queryKey: ["residents", sensorId],
  queryFn: () => listOf<Resident>(`/api/sensors/${sensorId}/residents`),
});

/** Names of fixed networks that these sensors hear, by BSSID: those that may be shown. */
export const useNetworkNames = (sensorIds: readonly string[]): ReadonlyMap<string, string> =>
  useQueries({
    queries: sensorIds.map((sensorId) => residentsOf(sensorId)),
    combine: (answers) =>
      new Map(
        answers.flatMap(({ data = [] }) =>
          data.flatMap(({ transmitter, name }): [string, string][] =>
            name === undefined ? [] : [[transmitter, name]],
          ),
        ),
      ),
  });

export const useSuspect = (suspectId: string) =>
  useQuery({
    queryKey: ["suspect", suspectId],
    queryFn: () => request<SuspectDetail>("GET", `/api/suspects/${suspectId}`),
  });

/** Levels of a suspect in the last `hours`, at most 240 points per sensor. */
export const useLevels = (suspectId: string, hours: number) =>
  useQuery({
    queryKey: ["levels", suspectId, hours],
    queryFn: () => {
      const toMs = Date.now();
      return listOf<LevelSeries>(
        `/api/suspects/${suspectId}/levels?fromMs=${toMs - hours * 3_600_000}&toMs=${toMs}&maxPoints=240`,
      );
    },
    refetchInterval: REFRESH_MS,
  });

/** A change, after which the named queries are asked again. */
function useChange<Input, Output>(change: (input: Input) => Promise<Output>, stale: readonly QueryKey[]) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => Promise.all(stale.map((queryKey) => client.invalidateQueries({ queryKey }))),
  });
}

export const useDecide = (suspectId: string) =>
  useChange(
    (input: DecisionRequest) => request("POST", `/api/suspects/${suspectId}/decision`, input),
    [["suspect", suspectId], ["suspects"], ["alerts"], ["approvals"]],
  );

/** What people wrote of a camera. */
export const useCameraRecord = (cameraId: string) =>
  useQuery({
    queryKey: ["camera-record", cameraId],
    queryFn: () => request<CameraRecord>("GET", `/api/cameras/${cameraId}/record`),
  });

/** A change of a camera's record by who has seen it at a revision; when it has changed since, it is refused and read anew. */
const useCameraChange = <Input extends { revision: number }>(
  cameraId: string,
  change: (input: Input, ifMatch: string) => Promise<CameraRecord>,
) =>
  useChange(
    (input: Input) => change(input, `"${input.revision}"`),
    [["camera-record", cameraId], ["cameras"], ["alerts"]],
  );

export const useNoteOnSite = (cameraId: string) =>
  useCameraChange(cameraId, ({ seen }: { seen: CameraOnSiteRequest; revision: number }, ifMatch) =>
    request("PUT", `/api/cameras/${cameraId}/on-site`, seen, ifMatch),
  );

export const useDecideCamera = (cameraId: string) =>
  useCameraChange(cameraId, ({ revision: _, ...decision }: DecisionRequest & { revision: number }, ifMatch) =>
    request("POST", `/api/cameras/${cameraId}/decision`, decision, ifMatch),
  );

/** Adds a floor to a venue, or changes it. */
export const usePutFloor = (venueId: string) =>
  useChange(
    ({ floorId, ...floor }: FloorRequest & { floorId: string }) =>
      request<Venue>("PUT", `/api/venues/${venueId}/floors/${floorId}`, floor),
    [["venues"]],
  );

/** Says where a venue is on earth. */
export const usePutVenuePlace = (venueId: string) =>
  useChange((place: VenuePlaceRequest) => request<Venue>("PUT", `/api/venues/${venueId}/place`, place), [["venues"]]);

export const useSignIn = () => useChange((input: SignIn) => request("POST", "/api/session", input), [["session"]]);

export const useChangePassword = () =>
  useChange((input: PasswordChange) => request("PUT", "/api/session/password", input), [["session"]]);

export const useFirstAccount = () =>
  useChange((input: FirstAccount) => request("POST", "/api/first-account", input), [["session"]]);

export const useSignOut = () => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => request<Session>("DELETE", "/api/session"),
    onSuccess: ({ signOutAt }) => {
      // The provider's session is to end as well, and it sends the browser back.
      if (signOutAt !== undefined) location.assign(signOutAt);
      return client.resetQueries();
    },
  });
};
