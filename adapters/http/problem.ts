import type { Text } from "../../engine/definition/problem.ts";
import type { Refusal } from "../../engine/runtime/use-cases.ts";
import { screenText } from "./screen-text.ts";

/** What is wrong with which field of the form; names as the body has them. */
export type FieldTexts = Readonly<Record<string, Text>>;

/**
 * A call that cannot be answered as it was meant: thrown by handlers, sent as problem details (RFC 9457) with our code,
 * what is wrong and what to do.
 */
export class Problem extends Error {
  readonly code: string;
  readonly says: Text;
  readonly remedy: Text;
  readonly fields: FieldTexts;
  /** Anything else a program needs: who decided meanwhile, the plan as it is now. */
  readonly more: Readonly<Record<string, unknown>>;

  constructor(
    code: string,
    of: {
      readonly says: Text;
      readonly remedy: Text;
      readonly fields?: FieldTexts;
      readonly more?: Readonly<Record<string, unknown>>;
    },
  ) {
    super(`${code}: ${of.says.en}`);
    this.name = "Problem";
    this.code = code;
    this.says = screenText(of.says);
    this.remedy = screenText(of.remedy);
    this.fields = Object.fromEntries(
      Object.entries(of.fields ?? {}).map(([name, text]) => [name, screenText(text)] as const),
    );
    this.more = of.more ?? {};
  }
}

/** The engine's refusal as a problem. */
export function refused(
  { code, reason, remedy, onScreen = remedy, fields }: Refusal,
  more: Problem["more"] = {},
): Problem {
  return new Problem(code, { says: reason, remedy: onScreen, fields, more });
}

/** There is no such thing, or the viewer may not know of it: nobody can tell which. */
export function notFound(what: Text = { ru: "Такого нет", en: "There is no such thing" }): Problem {
  return new Problem("NOT_FOUND", {
    says: { ru: `${what.ru}, или вам это не видно.`, en: `${what.en}, or it is not yours to see.` },
    remedy: {
      ru: "Проверьте адрес или номер; если это должно быть вам видно — обратитесь к администратору.",
      en: "Check the address or number; if you should see it, ask the administrator.",
    },
  });
}

/** The viewer's roles do not allow it. */
export function notPermitted(): Problem {
  return new Problem("NOT_PERMITTED", {
    says: { ru: "Ваша роль этого не разрешает.", en: "Your role does not allow this." },
    remedy: { ru: "Роли назначает администратор.", en: "Roles are given by the administrator." },
  });
}

/** Nobody is signed in. */
export function notSignedIn(): Problem {
  return new Problem("NOT_SIGNED_IN", {
    says: { ru: "Вы не вошли, или вход устарел.", en: "You are not signed in, or the session has ended." },
    remedy: {
      ru: "Войдите и повторите: введённое не пропало.",
      en: "Sign in and repeat: what you typed is still there.",
    },
  });
}
