/** What of a letter was not taken in. */
export interface LeftOut {
  /** How large the whole is, where only its beginning was read; null: all of it was. */
  readonly wholeSize: string | null;
  readonly isTextCut: boolean;
  readonly refused: readonly { readonly name: string; readonly size: string }[];
  readonly attachmentsLeft: number;
}

/** Refused attachments that are named. */
const NAMED_MAX = 5;

/** Lines at the end of a letter's text that say what stayed in the mailbox, so that nobody takes a part for the whole. */
export function intakeNotes(left: LeftOut, locale: "ru" | "en"): readonly string[] {
  const { wholeSize, isTextCut, refused, attachmentsLeft } = left;
  const isRu = locale === "ru";
  const notes: string[] = [];
  if (wholeSize !== null)
    notes.push(
      isRu
        ? `[Письмо больше предела (${wholeSize}): здесь только его начало, вложения остались в почтовом ящике.]`
        : `[The letter is too large (${wholeSize}): only its beginning is here, its attachments stay in the mailbox.]`,
    );
  else if (isTextCut)
    notes.push(
      isRu ? "[Текст обрезан: целиком он в почтовом ящике.]" : "[The text was cut: all of it is in the mailbox.]",
    );
  for (const { name, size } of refused.slice(0, NAMED_MAX))
    notes.push(
      isRu
        ? `[Вложение «${name}» (${size}) больше предела: оно осталось в почтовом ящике.]`
        : `[The attachment "${name}" (${size}) is too large: it stays in the mailbox.]`,
    );
  const more = Math.max(0, refused.length - NAMED_MAX) + attachmentsLeft;
  if (more > 0)
    notes.push(
      isRu
        ? `[Не все вложения сохранены: ещё ${more} осталось в почтовом ящике.]`
        : `[Not all attachments were kept: ${more} more stay in the mailbox.]`,
    );
  return notes;
}

/** `30 МБ`, `12 kB` */
export function bytesText(bytes: number, locale: "ru" | "en"): string {
  const [value, unit] = bytes >= 1024 * 1024 ? [bytes / 1024 / 1024, 1] : [bytes / 1024, 0];
  const units = locale === "ru" ? ["КБ", "МБ"] : ["kB", "MB"];
  return `${Math.max(1, Math.round(value))} ${units[unit]}`;
}
