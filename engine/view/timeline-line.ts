import type { Instant } from "../base/instant.ts";
import { pluralRu } from "../base/plural.ts";
import type { Story } from "./story.ts";
import type { Teller } from "./teller.ts";
import { momentOf } from "./telling.ts";

/** What kind of line it is: decides its mark and color. */
export type Tone =
  | "start"
  | "task"
  | "decision"
  | "message"
  | "escalation"
  | "automatic"
  | "wait"
  | "incident"
  | "end"
  | "outside";

/** A line of a timeline, in words. */
export interface TimelineLine {
  readonly at: Instant;
  readonly tone: Tone;
  readonly text: string;
  /** What people wrote: the words of a message, a comment, fields. */
  readonly details: readonly string[];
  /** Whose line it is; null: it happened outside the processes. */
  readonly host: Story | null;
  /** Lines of one repeating reminder share it. */
  readonly repeats?: string;
}

/** A reminder that comes again and again is told this often, then counted. */
const REPEATS_MAX = 2;

/** The lines with reminders that go on and on told a few times and then counted. */
export function withoutRepeats(lines: readonly TimelineLine[], tell: Teller): readonly TimelineLine[] {
  const all = Map.groupBy(
    lines.filter((line) => line.repeats !== undefined),
    (line) => line.repeats,
  );
  const seen = new Map<string, number>();
  return lines.flatMap((line) => {
    if (line.repeats === undefined) return [line];
    const alike = all.get(line.repeats) ?? [];
    const nth = (seen.get(line.repeats) ?? 0) + 1;
    seen.set(line.repeats, nth);
    if (nth <= REPEATS_MAX || alike.length <= REPEATS_MAX + 1) return [line];
    const rest = alike.length - REPEATS_MAX;
    if (nth > REPEATS_MAX + 1 || line.tone !== "escalation") return [];
    const last = momentOf(alike.at(-1)?.at ?? line.at, tell);
    return [
      {
        ...line,
        details: [
          tell.pick(
            `…и так ещё ${rest} ${pluralRu(rest, { one: "раз", few: "раза", many: "раз" })}, последний — ${last}`,
            `…and so ${rest} times more, the last on ${last}`,
          ),
        ],
      },
    ];
  });
}
