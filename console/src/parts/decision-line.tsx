import { Text } from "@mantine/core";
import { whenText } from "../words/format.ts";
import { useLocale } from "../words/locale.ts";
import { instantOf } from "../words/typed-moment.ts";
import { useWords } from "../words/use-words.ts";

/** A decision as registries keep it. */
export interface DecisionValue {
  /** Null: the clock. */
  readonly by: string | null;
  readonly onBehalfOf?: string | null;
  readonly outcome: string;
  readonly at: string;
  readonly comment?: string | null;
}

const WORDS = {
  approve: { ru: "согласовано", en: "approved" },
  reject: { ru: "отклонено", en: "rejected" },
  rework: { ru: "возвращено на доработку", en: "sent back" },
  done: { ru: "выполнено", en: "done" },
  clock: { ru: "по истечении срока", en: "by the clock" },
  behalf: (name: string) => ({ ru: ` (за: ${name})`, en: ` (for: ${name})` }),
};

/** A decision as people tell it: who, what, when, and what was said. */
export function DecisionLine(of: {
  readonly decision: DecisionValue;
  /** What ids are called. */
  readonly names: Readonly<Record<string, string>>;
}) {
  const { decision, names } = of;
  const words = useWords(WORDS);
  const locale = useLocale();
  const { by, onBehalfOf, outcome, at, comment } = decision;
  const known = outcome === "approve" || outcome === "reject" || outcome === "rework" || outcome === "done";
  const behalf = typeof onBehalfOf === "string" ? words.behalf(names[onBehalfOf] ?? onBehalfOf) : "";
  const moment = instantOf(at);
  return (
    <div>
      <Text size="sm">
        {by === null ? words.clock : (names[by] ?? by)}
        {behalf} — {known ? words[outcome] : outcome}
        {moment !== null && (
          <Text span size="xs" className="quiet" style={{ whiteSpace: "nowrap" }}>
            , {whenText(moment, locale)}
          </Text>
        )}
      </Text>
      {typeof comment === "string" && comment !== "" && (
        <Text size="xs" className="quiet" style={{ overflowWrap: "anywhere" }}>
          «{comment}»
        </Text>
      )}
    </div>
  );
}

/** Is this one? */
export function isDecision(value: unknown): value is DecisionValue {
  if (typeof value !== "object" || value === null) return false;
  const by: unknown = Reflect.get(value, "by");
  return (
    typeof Reflect.get(value, "outcome") === "string" &&
    typeof Reflect.get(value, "at") === "string" &&
    (by === null || typeof by === "string")
  );
}
