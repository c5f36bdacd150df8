import { useState } from "react";

/** What is typed into a filter: a text that cannot be read stays in its field, with what is wrong, and filters nothing. */
export function useOnlySound(of: {
  readonly value: string | null;
  readonly isSound: (text: string) => boolean;
  readonly onValue: (value: string | null) => void;
}): { readonly value: string | null; readonly onValue: (value: string | null) => void } {
  const [unsound, setUnsound] = useState<string | null>(null);
  return {
    value: unsound ?? of.value,
    onValue(next) {
      const isKept = next === null || of.isSound(next);
      setUnsound(isKept ? null : next);
      of.onValue(isKept ? next : null);
    },
  };
}
