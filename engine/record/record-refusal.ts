import type { Value } from "../base/value.ts";

/** Why records were not read or written as asked. Says it in both languages; the code is what `catch` names. */
export class RecordRefusal extends Error {
  override readonly name = "RecordRefusal";
  readonly code: string;
  readonly says: { readonly ru: string; readonly en: string };
  /** The field that it is about; null: about none. */
  readonly field: string | null;
  constructor(code: string, says: { readonly ru: string; readonly en: string }, field: string | null = null) {
    super(says.en);
    this.code = code;
    this.says = says;
    this.field = field;
  }
}

/** `RECORD_NOT_FOUND`: nothing stands under that reference. */
export function recordNotFound(ref: string): RecordRefusal {
  return new RecordRefusal("RECORD_NOT_FOUND", { ru: `Нет записи ${ref}`, en: `There is no record ${ref}` });
}

/** `RECORD_NOT_FOUND`: what was given is no reference at all. */
export function notARecord(value: Value): RecordRefusal {
  const given = JSON.stringify(value);
  return new RecordRefusal("RECORD_NOT_FOUND", {
    ru: `Это не запись: ${given}`,
    en: `This names no record: ${given}`,
  });
}

/** `RECORD_EXISTS`: the reference is taken. */
export function recordExists(ref: string): RecordRefusal {
  return new RecordRefusal("RECORD_EXISTS", { ru: `Запись ${ref} уже есть`, en: `${ref} is already there` });
}

/** `LETTER_NOT_FOUND`: what was given names no letter. */
export function letterNotFound(): RecordRefusal {
  return new RecordRefusal("LETTER_NOT_FOUND", { ru: "Такого письма нет", en: "There is no such letter" });
}
