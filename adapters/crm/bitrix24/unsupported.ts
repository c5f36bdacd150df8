import { RecordRefusal } from "../../../engine/record/record-refusal.ts";

/** `NOTE_UNSUPPORTED`: list elements and tasks have no timeline. */
export function notesUnsupported(): RecordRefusal {
  return new RecordRefusal("NOTE_UNSUPPORTED", {
    ru: "У элементов списков и у задач портала нет ленты: заметку оставить негде",
    en: "Elements of lists and tasks of the portal have no timeline: there is no place for a note",
  });
}
