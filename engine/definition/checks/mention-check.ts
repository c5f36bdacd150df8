import type { Explanation } from "../explanation.ts";
import type { Text } from "../problem.ts";
import type { MentionKind } from "../survey.ts";
import type { Check, Finding, Subject } from "./check.ts";
import { didYouMean } from "./did-you-mean.ts";

/** What a check of one kind of name needs. */
export interface MentionRule {
  readonly kind: MentionKind;
  readonly explanation: Explanation;
  /** The names there are, or null where nobody knows. */
  known(subject: Subject): readonly string[] | null;
  says(name: string): Text;
  /** What to do where there are no names at all. */
  readonly none: Text;
}

/** A check that every name of one kind exists. */
export function mentionCheck(rule: MentionRule): Check {
  return {
    explanation: rule.explanation,
    *find(subject) {
      const known = rule.known(subject);
      if (known === null) return;
      for (const one of subject.survey.mentions) {
        if (one.kind !== rule.kind || known.includes(one.name)) continue;
        const source = one.source ?? subject.document;
        const finding: Finding = {
          at: one.at,
          message: rule.says(one.name),
          ...didYouMean(one.name, known, { at: one.at, text: source.text, none: rule.none }),
        };
        yield one.source ? { ...finding, source: one.source } : finding;
      }
    },
  };
}
