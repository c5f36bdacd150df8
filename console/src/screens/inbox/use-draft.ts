import { useCallback, useEffect, useState } from "react";
import type { AttachedFile } from "../../parts/attach-input.tsx";

/** What somebody has typed about a task and not sent yet. */
export interface Draft {
  readonly form: Readonly<Record<string, unknown>>;
  readonly comment: string;
  /** Attached to the comment; sent already. */
  readonly files: readonly AttachedFile[];
}

const EMPTY: Draft = { form: {}, comment: "", files: [] };

/**
 * Keeps what is typed in this browser's tab until it is sent: a reload, an expired session or a look at another page loses
 * nothing.
 *
 * @param name of what it is about: `task abc`
 */
export function useDraft(name: string): readonly [Draft, (change: (before: Draft) => Draft) => void, () => void] {
  const key = `ordo-draft ${name}`;
  const [draft, setDraft] = useState<Draft>(() => kept(key));
  useEffect(() => {
    if (draft === EMPTY) window.sessionStorage.removeItem(key);
    else window.sessionStorage.setItem(key, JSON.stringify(draft));
  }, [key, draft]);
  const clear = useCallback(() => {
    window.sessionStorage.removeItem(key);
    setDraft(EMPTY);
  }, [key]);
  return [draft, setDraft, clear];
}

function kept(key: string): Draft {
  try {
    const draft = JSON.parse(window.sessionStorage.getItem(key) ?? "null") as Partial<Draft> | null;
    return draft === null ? EMPTY : { form: draft.form ?? {}, comment: draft.comment ?? "", files: draft.files ?? [] };
  } catch {
    return EMPTY;
  }
}
