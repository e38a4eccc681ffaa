import { useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useState } from "react";
import { Navigate, Route, Routes, useLocation } from "react-router";
import { ApiFailure } from "./api/client.ts";
import { useMay, useSession } from "./api/queries.ts";
import { KnownRows } from "./components/known-rows.tsx";
import { Layout } from "./components/layout.tsx";
import { Failed, Skeleton } from "./components/looks.tsx";
import { NoSuchPage } from "./components/no-such-page.tsx";
import { NotYours } from "./components/not-yours.tsx";
import { firstPageOf, ROUTES, WORK_OF, type ScreenName } from "./screens/routes.ts";
import { SCREENS } from "./screens/screens.ts";
import { FirstAccountScreen } from "./screens/sign-in/first-account-screen.tsx";
import { SignedInScreen } from "./screens/sign-in/signed-in-screen.tsx";
import { SignInScreen } from "./screens/sign-in/sign-in-screen.tsx";

/** Where the identity provider sends the browser back. */
const RETURN_PAGE = "/signed-in";

/** With what draws QR codes: few see it, so nobody else loads it. */
const NeedsSecondStep = lazy(async () => ({
  default: (await import("./screens/sign-in/needs-second-step.tsx")).NeedsSecondStep,
}));

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

/** A screen that is there at once, or as soon as it is loaded. */
function Part({ screen }: { screen: ScreenName }) {
  const roles = useSession().data?.roles ?? [];
  const part = SCREENS[screen];
  // What was begun with stays: a screen that changed its kind would be drawn anew, and lose what was typed.
  const [Screen] = useState(() => part.Screen ?? lazy(async () => ({ default: await part.load() })));
  const work = WORK_OF[screen] ?? "anything";
  const isAllowed = useMay(work);
  // Who only puts sensors up, or only administers, begins where that is done.
  const first = firstPageOf(roles);
  if (screen === "today" && first !== "/") return <Navigate to={first} replace />;
  if (!isAllowed) return <NotYours work={work} />;
  return (
    <Suspense fallback={<Skeleton rows={6} />}>
      <Screen />
    </Suspense>
  );
}

/** All screens behind the session. */
export function App() {
  const session = useSession();
  const { pathname } = useLocation();
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
  // Signed in or not: whoever binds an identity comes back here too.
  if (pathname === RETURN_PAGE) return <SignedInScreen />;
  if (!session.data.signedIn) {
    return (
      <Routes>
        <Route path="/first-account" element={<FirstAccountScreen />} />
        <Route path="*" element={<SignInScreen needsFirstAccount={session.data.needsFirstAccount} />} />
      </Routes>
    );
  }
  if (session.data.needsSecondStep === true)
    return (
      <Suspense fallback={<Skeleton rows={4} />}>
        <NeedsSecondStep />
      </Suspense>
    );
  return (
    <Routes>
      <Route
        element={
          <KnownRows>
            <Layout session={session.data} />
          </KnownRows>
        }
      >
        {ROUTES.map(([path, screen]) => (
          <Route key={path} path={path} element={<Part key={screen} screen={screen} />} />
        ))}
        <Route path="*" element={<NoSuchPage />} />
      </Route>
    </Routes>
  );
}
