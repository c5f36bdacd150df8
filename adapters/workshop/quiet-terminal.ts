import type { Terminal } from "../command-line/terminal.ts";

/** A terminal that nobody looks at: what commands would say is not said. */
export function quietTerminal(locale: "ru" | "en"): Terminal {
  return {
    ...{ locale, color: false, talkColor: false, columns: 100, interactive: false },
    pick: (text) => text[locale],
    print: () => undefined,
    say: () => undefined,
    ask: async () => null,
  };
}
