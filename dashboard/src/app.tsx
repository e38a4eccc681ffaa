import { useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useEffect } from "react";
import { Route, Routes } from "react-router";
import { ApiFailure } from "./api/client.ts";
import { useSession } from "./api/queries.ts";
import { Layout } from "./components/layout.tsx";
import { Failed, Skeleton } from "./components/looks.tsx";
import { NoSuchPage } from "./components/no-such-page.tsx";
import { CamerasScreen } from "./screens/cameras/cameras-screen.tsx";
import { NewcomersScreen } from "./screens/newcomers/newcomers-screen.tsx";
import { SensorsScreen } from "./screens/sensors/sensors-screen.tsx";
import { PasswordScreen } from "./screens/settings/password-screen.tsx";
import { SettingsScreen } from "./screens/settings/settings-screen.tsx";
import { FirstAccountScreen } from "./screens/sign-in/first-account-screen.tsx";
import { SignInScreen } from "./screens/sign-in/sign-in-screen.tsx";
import { SuspectScreen } from "./screens/suspect/suspect-screen.tsx";
import { TodayScreen } from "./screens/today/today-screen.tsx";

// Leaflet comes with this screen only. Who opens it first does not wait for the session before it is asked for.
const askVenueScreen = async () => ({ default: (await import("./screens/venue/venue-screen.tsx")).VenueScreen });
const venueScreen = location.pathname.startsWith("/venue") ? askVenueScreen() : undefined;
const VenueScreen = lazy(() => venueScreen ?? askVenueScreen());

const DrawScreen = lazy(async () => ({ default: (await import("./screens/venue/draw/draw-screen.tsx")).DrawScreen }));

/** Asks who is signed in again when any answer says that nobody is. */
function useSessionWatch(): void {
  const client = useQueryClient();
  useEffect(
    () =>
      client.getQueryCache().subscribe((event) => {
        if (event.type !== "updated" || event.action.type !== "error" || event.query.queryKey[0] === "session") return;
        const failure: unknown = event.action.error;
        if (failure instanceof ApiFailure && failure.status === 401)
          void client.invalidateQueries({ queryKey: ["session"] });
      }),
    [client],
  );
}

/** All screens behind the session. */
export function App() {
  const session = useSession();
  useSessionWatch();
  if (!session.data)
    return (
      <main className="sign-in">
        <div className="form">
          {session.isError ? (
            <Failed what="session" failure={session.error} retry={session.refetch} />
          ) : (
            <Skeleton rows={4} what="session" />
          )}
        </div>
      </main>
    );
  if (!session.data.signedIn) {
    return (
      <Routes>
        <Route path="/first-account" element={<FirstAccountScreen />} />
        <Route path="*" element={<SignInScreen needsFirstAccount={session.data.needsFirstAccount} />} />
      </Routes>
    );
  }
  return (
    <Routes>
      <Route element={<Layout session={session.data} />}>
        <Route index element={<TodayScreen />} />
        {["/venue", "/venue/:venueId", "/venue/:venueId/:floorId"].map((path) => (
          <Route
            key={path}
            path={path}
            element={
              <Suspense fallback={<Skeleton rows={6} />}>
                <VenueScreen />
              </Suspense>
            }
          />
        ))}
        <Route
          path="/venue/:venueId/:floorId/draw"
          element={
            <Suspense fallback={<Skeleton rows={6} />}>
              <DrawScreen />
            </Suspense>
          }
        />
        <Route path="/suspects/:suspectId" element={<SuspectScreen />} />
        <Route path="/cameras/:cameraId?" element={<CamerasScreen />} />
        <Route path="/sensors/:sensorId?" element={<SensorsScreen />} />
        <Route path="/newcomers" element={<NewcomersScreen />} />
        <Route path="/settings" element={<SettingsScreen />} />
        <Route path="/settings/password" element={<PasswordScreen />} />
        <Route path="*" element={<NoSuchPage />} />
      </Route>
    </Routes>
  );
}
