import { useSyncExternalStore } from "react";

/*
 * What the console knows of its session between calls: the mark that calls carry, and whether the session has ended. The
 * session itself is a cookie that scripts cannot read.
 */
let mark = "";
let isEnded = false;
const listeners = new Set<() => void>();

/** The mark that calls which change something carry. */
export function csrfMark(): string {
  return mark;
}

/** A session has begun, or was found. */
export function sessionBegan(csrf: string): void {
  mark = csrf;
  isEnded = false;
  for (const listener of listeners) listener();
}

/** A call was answered that nobody is signed in: the sign-in window opens over the page, and what was typed stays. */
export function sessionEnded(): void {
  if (isEnded) return;
  isEnded = true;
  for (const listener of listeners) listener();
}

/** Has the session ended while the page was open? */
export function useSessionEnded(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => isEnded,
  );
}
