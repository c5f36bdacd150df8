import type { Terminal } from "../../../adapters/command-line/terminal.ts";

/** A terminal that keeps what is printed, and answers questions from a list. */
export interface RecordedTerminal extends Terminal {
  readonly printed: string[];
  readonly said: string[];
}

export function recordedTerminal(answers: readonly string[] = [], locale: "ru" | "en" = "ru"): RecordedTerminal {
  const left = [...answers];
  const printed: string[] = [];
  const said: string[] = [];
  return {
    locale,
    color: false,
    talkColor: false,
    columns: 100,
    interactive: true,
    printed,
    said,
    pick: (text) => text[locale],
    print: (text) => void printed.push(text),
    say: (text) => void said.push(text),
    ask: async (question) => {
      said.push(question);
      return left.shift() ?? null;
    },
  };
}
