import { useSyncExternalStore } from "react";

export type Locale = "ru" | "en";

/** A text in both languages. */
export interface Text {
  readonly ru: string;
  readonly en: string;
}

const KEPT = "ordo-language";
const listeners = new Set<() => void>();
let locale: Locale = initialLocale();

function initialLocale(): Locale {
  const kept = window.localStorage.getItem(KEPT);
  if (kept === "ru" || kept === "en") return kept;
  return window.navigator.language.toLowerCase().startsWith("en") ? "en" : "ru";
}

/** The language of the page now. */
export function currentLocale(): Locale {
  return locale;
}

/** Changes the language of the page; kept for the next visit in this browser. */
export function chooseLocale(next: Locale): void {
  locale = next;
  window.localStorage.setItem(KEPT, next);
  document.documentElement.lang = next;
  for (const listener of listeners) listener();
}

/** The language of the page; whoever uses it is drawn again when it changes. */
export function useLocale(): Locale {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => locale,
  );
}

document.documentElement.lang = locale;
