import { useEffect, useState } from "react";
import { answered, api, type Schemas } from "../../api/client.ts";
import { type ApiProblem, problemOf } from "../../api/problem.ts";
import type { WorkCopy } from "./work-copy.ts";

/** Waits until somebody pauses typing. Milliseconds. */
const PAUSE_MS = 300;

/** What the server says of the files as they are typed. */
export interface Checked {
  /** Null: not checked yet. */
  readonly problems: readonly Schemas["ProcessProblem"][] | null;
  readonly isChecking: boolean;
  /** The check itself could not be made. */
  readonly failure: ApiProblem | null;
}

/** Checks the working copy whenever it changes, the words those of the command line. */
export function useChecked({ process, changes }: WorkCopy, locale: string): Checked {
  const [checked, setChecked] = useState<Checked>({ problems: null, isChecking: true, failure: null });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another language gives other words
  useEffect(() => {
    const abort = new AbortController();
    setChecked((before) => ({ ...before, isChecking: true }));
    const timer = window.setTimeout(async () => {
      try {
        const body = { process, files: [...changes] };
        const { problems } = await answered(api.POST("/api/processes/check", { body, signal: abort.signal }));
        if (!abort.signal.aborted) setChecked({ problems, isChecking: false, failure: null });
      } catch (error) {
        const failure = problemOf(error);
        if (!abort.signal.aborted && failure.code !== "OUTDATED")
          setChecked((before) => ({ ...before, isChecking: false, failure }));
      }
    }, PAUSE_MS);
    return () => {
      window.clearTimeout(timer);
      abort.abort();
    };
  }, [process, changes, locale]);
  return checked;
}
