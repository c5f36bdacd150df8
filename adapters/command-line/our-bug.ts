import { type Complaint, couldNotRun } from "../complaint.ts";

/** An error nobody foresaw: a bug of ours, said without a stack trace unless the person asks for it. */
export function ourBug(error: unknown, debug: boolean): Complaint {
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const trace = debug && error instanceof Error ? `\n${error.stack ?? ""}` : "";
  return couldNotRun(
    { ru: `Внутренняя ошибка Ordo — ${what}${trace}`, en: `Internal error of Ordo — ${what}${trace}` },
    {
      ru: "Это наша ошибка, не ваша. Сообщите о ней разработчикам; подробности покажет ORDO_DEBUG=1.",
      en: "This is our bug, not yours. Please report it; ORDO_DEBUG=1 shows the details.",
    },
  );
}
