import type { Explanation } from "../explanation.ts";
import type { Text } from "../problem.ts";
import type { MentionKind } from "../survey.ts";
import type { Check, Finding, Subject } from "./check.ts";
import { didYouMean, surely } from "./did-you-mean.ts";

/** What a check of one kind of name needs. */
export interface MentionRule {
  readonly kind: MentionKind;
  readonly explanation: Explanation;
  /** The names there are, or null where nobody knows. */
  known(subject: Subject): readonly string[] | null;
  /** What is surely meant by a word that is none of them: the one with this title. Left out: nothing but likeness helps. */
  meant?(subject: Subject, name: string): string | undefined;
  /** What to do about this name, where likeness to others is beside the point. */
  remedy?(subject: Subject, name: string): Text | undefined;
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
        const meant = rule.meant?.(subject, one.name);
        const told = rule.remedy?.(subject, one.name);
        const remedy = told
          ? { remedy: told }
          : meant === undefined
            ? didYouMean(one.name, known, { at: one.at, text: source.text, none: rule.none })
            : surely(meant);
        const finding: Finding = { at: one.at, message: rule.says(one.name), ...remedy };
        yield one.source ? { ...finding, source: one.source } : finding;
      }
    },
  };
}
