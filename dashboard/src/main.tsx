import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createBrowserRouter, RouterProvider } from "react-router";
import { asksAgain } from "./api/client.ts";
import { App } from "./app.tsx";

/** Draws the page in the place of its outline. The words must be there. */
export function start(root: Element): void {
  const client = new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        retry: asksAgain,
      },
    },
  });
  // With one route that holds them all: such a router can be asked to wait while somebody has drawn and not saved.
  const router = createBrowserRouter([{ path: "*", element: <App /> }]);
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  );
}
