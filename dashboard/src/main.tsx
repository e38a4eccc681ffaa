import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createBrowserRouter, RouterProvider } from "react-router";
import { asksAgain } from "./api/client.ts";
import { App } from "./app.tsx";
import { reloadAfterUpdate } from "./components/reload-after-update.ts";
import { applyStoredTheme } from "./components/theme-choice.ts";
import { startText } from "./text/text.ts";
import "./theme.css";

applyStoredTheme();
startText();
reloadAfterUpdate();

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

const root = document.querySelector("#root");
if (!root) throw new Error("index.html has no #root");
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
