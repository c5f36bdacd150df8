import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";

/** A page asks again this long after it heard of a change, and a little later at random: not all pages at once. Milliseconds. */
const ASK_MS = 400;
const SPREAD_MS = 1_200;

/** Keys of queries that a change in the engine does not touch. */
const QUIET = new Set(["session", "help", "api"]);

/**
 * Hears from the server that something has changed, and lets what is shown be asked for again. The browser connects again
 * by itself; meanwhile `isLost` is true and the page says so.
 */
export function useLive(): { readonly isLost: boolean } {
  const queries = useQueryClient();
  const [isLost, setLost] = useState(false);
  useEffect(() => {
    let asking: number | undefined;
    const askAgain = (): void => {
      asking ??= window.setTimeout(
        () => {
          asking = undefined;
          void queries.invalidateQueries({ predicate: ({ queryKey }) => !QUIET.has(String(queryKey[0])) });
        },
        ASK_MS + Math.random() * SPREAD_MS,
      );
    };
    let wasLost = false;
    const lost = (): void => {
      wasLost = true;
      setLost(true);
    };
    function listened(): EventSource {
      const heard = new EventSource("/api/live");
      heard.addEventListener("open", () => {
        setLost(false);
        if (wasLost) askAgain();
        wasLost = false;
      });
      heard.addEventListener("changed", askAgain);
      heard.addEventListener("error", lost);
      return heard;
    }
    let source = listened();
    // A line that has gone without a word leaves a stream that only seems open: it is opened anew.
    const again = (): void => {
      source.close();
      source = listened();
    };
    window.addEventListener("offline", lost);
    window.addEventListener("online", again);
    return () => {
      window.removeEventListener("offline", lost);
      window.removeEventListener("online", again);
      window.clearTimeout(asking);
      source.close();
    };
  }, [queries]);
  return { isLost };
}
