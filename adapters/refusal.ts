import type { Text } from "../engine/definition/problem.ts";

/** The outside's "no", as operations and channels answer it. */
export interface Refusal {
  readonly kind: "refused";
  readonly code: string;
  readonly message: string;
}

/** Says no in one language: the installation's, which its incidents are written in. */
export type Refuse = (code: string, says: Text) => Refusal;

/** How refusals are said at this installation. */
export function refusing(locale: "ru" | "en"): Refuse {
  return (code, says) => ({ kind: "refused", code, message: says[locale] });
}

/** `OPERATION_UNKNOWN`: no adapter here does that. */
export function unknownOperation(name: string, locale: "ru" | "en"): Refusal {
  const says = { ru: `Нет операции ${name}`, en: `There is no operation ${name}` };
  return refusing(locale)("OPERATION_UNKNOWN", says);
}
