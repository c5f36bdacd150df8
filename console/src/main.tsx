import "./theme/base-styles.ts";
import "./theme/console.css";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { NewsCorner } from "./parts/tell.tsx";
import { App } from "./shell/app.tsx";
import { Themed } from "./theme/themed.tsx";

const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? "";
// Windows over the page hold it still with a style of their own; it asks for its nonce under this name.
Object.assign(window, { __webpack_nonce__: nonce });

// Live news tell what to ask again (use-live.ts); a quiet page asks by itself once a minute.
const queries = new QueryClient({
  defaultOptions: { queries: { staleTime: 5_000, refetchInterval: 60_000, retry: 1 }, mutations: { retry: 0 } },
});

const root = document.getElementById("root");
if (root !== null)
  createRoot(root).render(
    <StrictMode>
      <Themed nonce={nonce}>
        <QueryClientProvider client={queries}>
          <NewsCorner />
          <App />
        </QueryClientProvider>
      </Themed>
    </StrictMode>,
  );
