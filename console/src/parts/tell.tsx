import { Suspense, useSyncExternalStore } from "react";
import { onDemand } from "./on-demand.ts";

const News = onDemand(async () => (await import("./news.tsx")).News);

const listeners = new Set<() => void>();
let isNeeded = false;

/** What is told. */
interface Told {
  readonly title?: string;
  readonly message: string;
  readonly color?: string;
  /** Milliseconds; false: stays until it is closed. @default 4000 */
  readonly autoClose?: number | false;
}

/**
 * Tells something in a corner of the page for some seconds; what shows it is loaded with the first of them. Where that
 * fails the browser tells it: nothing that went wrong goes unsaid.
 */
export function tell(news: Told): void {
  isNeeded = true;
  for (const listener of listeners) listener();
  void import("./news.tsx").then(
    ({ show }) => show({ ...news }),
    () => window.alert([news.title, news.message].filter(Boolean).join("\n")),
  );
}

/** The corner where {@link tell} tells. */
export function NewsCorner() {
  const isShown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => isNeeded,
  );
  return isShown ? (
    <Suspense>
      <News />
    </Suspense>
  ) : null;
}
