import { notesOf } from "../survey.ts";
import type { Check } from "./check.ts";

export const bareExpression: Check = {
  explanation: {
    code: "bare-expression",
    severity: "error",
    title: { ru: "Здесь FEEL пишут без ${ }", en: "FEEL is written without ${ } here" },
    why: {
      ru: "В if, when, while, where, holds, in, expression, domain и в facts всегда стоит выражение, поэтому скобки ${ } там лишние. Везде в других местах они нужны.",
      en: "`if`, `when`, `while`, `where`, `holds`, `in`, `expression`, `domain` and `facts` always hold an expression, so ${ } is not written there. Everywhere else it is.",
    },
    wrong: "- id: look\n  if: ${ amount > 100 }\n  notify: ${ requester }\n  text: Большая сумма\n",
    right: "- id: look\n  if: amount > 100\n  notify: ${ requester }\n  text: Большая сумма\n",
  },
  *find({ survey, document }) {
    for (const { at, key, inner } of notesOf(survey, "braces-in-bare-key")) {
      const text = document.text.slice(at.start, at.end);
      const isPlain =
        /^\$\{[\s\S]*\}$/u.test(text) &&
        !/: |[{}[\],&*#?|<>=!%@`"']/u.test(inner.slice(0, 1)) &&
        !inner.includes(": ") &&
        !inner.includes(" #");
      yield {
        at,
        message: {
          ru: `В ${key} выражение пишут без \${ }`,
          en: `In \`${key}\` an expression is written without \${ }`,
        },
        remedy:
          key === "facts"
            ? { ru: `Напишите ${inner}`, en: `Write ${inner}` }
            : { ru: `Напишите ${key}: ${inner}`, en: `Write ${key}: ${inner}` },
        ...(isPlain && !inner.includes("\n") ? { fix: [{ start: at.start, end: at.end, text: inner }] } : {}),
      };
    }
  },
};
