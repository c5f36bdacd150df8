import { RecordRefusal } from "../../../engine/record/record-refusal.ts";
import type { ReadyChange } from "./entity-store.ts";

/** A refusal of the rest of a write: something of it happened, so that its key stays. */
export class PartlyDone extends RecordRefusal {
  constructor({ code, says, field }: RecordRefusal) {
    super(code, says, field);
  }
}

/** `VALUE_NOT_KEPT`: the portal took the write and did not keep it. */
export function notKept(ref: string, changes: readonly ReadyChange[]): RecordRefusal {
  const names = changes.map((change) => (change.kind === "multi" ? change.typeId : change.field.upperName)).join(", ");
  return new RecordRefusal("VALUE_NOT_KEPT", {
    ru: `Портал принял запись в ${ref}, но не сохранил ${names}: проверьте обязательность, права и роботов`,
    en: `The portal took the write to ${ref} but did not keep ${names}: look at required fields, rights and robots`,
  });
}

/** `ACCESS_DENIED`: it is there, and we may not see it. */
export function forbidden(ref: string): RecordRefusal {
  return new RecordRefusal("ACCESS_DENIED", {
    ru: `Портал не даёт прочитать ${ref}: у владельца вебхука нет права на эту карточку`,
    en: `The portal does not let ${ref} be read: the owner of the webhook has no right to it`,
  });
}
