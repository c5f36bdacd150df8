const PREFIX = "ordo-request-";

/** What was typed into a form of this browser's tab and not sent; null: nothing. */
export function keptDraft(process: string): Record<string, unknown> | null {
  const text = window.sessionStorage.getItem(PREFIX + process);
  if (text === null) return null;
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === "object" && read !== null ? { ...read } : null;
  } catch {
    return null;
  }
}

/** Keeps what is typed until the tab is closed; null: it was sent or thrown away. */
export function keepDraft(process: string, values: Readonly<Record<string, unknown>> | null): void {
  if (values === null) window.sessionStorage.removeItem(PREFIX + process);
  else window.sessionStorage.setItem(PREFIX + process, JSON.stringify(values));
}
