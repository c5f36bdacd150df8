import Type from "typebox";
import type { Problem } from "./problem.ts";

/** Problem details as they are sent (RFC 9457), with our code and remedy. */
export const PROBLEM = Type.Object(
  {
    type: Type.String({ description: "Page of the code: `/help/errors#TASK_NOT_OPEN`." }),
    title: Type.String({ description: "What is wrong, in the language of the request." }),
    status: Type.Integer(),
    code: Type.String({ description: "Stable; what programs decide by." }),
    remedy: Type.String({ description: "What to do." }),
    fields: Type.Record(Type.String(), Type.String(), { description: "Field of the body → what is wrong with it." }),
  },
  { $id: "Problem", additionalProperties: true },
);

/** A problem's body in one language. */
export function problemBody(
  { code, says, remedy, fields, more }: Problem,
  { status, locale }: { readonly status: number; readonly locale: "ru" | "en" },
): Readonly<Record<string, unknown>> {
  return {
    ...more,
    type: `/help/errors#${code}`,
    title: says[locale],
    status,
    code,
    remedy: remedy[locale],
    fields: Object.fromEntries(Object.entries(fields).map(([name, text]) => [name, text[locale]])),
  };
}
