import type { Catalog } from "../../engine/definition/catalog.ts";
import { type Complaint, couldNotRun } from "../complaint.ts";

/**
 * Why these mailboxes cannot be read: processes know only those of the catalogue, and a server must be named. Null: they
 * can.
 *
 * @param given.host null: letters of this mailbox come without a server
 */
export function mailboxComplaint(
  given: readonly { readonly name: string; readonly host: string | null }[],
  catalog: Catalog | null,
): Complaint | null {
  const known = Object.keys(catalog?.mailboxes ?? {});
  for (const { name, host } of given) {
    if (catalog !== null && !known.includes(name))
      return couldNotRun(
        {
          ru: `Ящика «${name}» из раздела mail файла ordo.yaml нет в catalog.yaml.`,
          en: `The mailbox "${name}" in the section mail of ordo.yaml is not in catalog.yaml.`,
        },
        {
          ru: `Добавьте его в mailboxes файла catalog.yaml или исправьте имя. Там есть: ${known.join(", ") || "ни одного"}.`,
          en: `Add it to mailboxes of catalog.yaml, or mend its name. There are: ${known.join(", ") || "none"}.`,
        },
      );
    if (host === "")
      return couldNotRun(
        {
          ru: `У ящика «${name}» не назван сервер: ключа host нет ни у него, ни в defaults.`,
          en: `The mailbox "${name}" names no server: neither it nor defaults has the key host.`,
        },
        {
          ru: `Напишите в ordo.yaml: mail: { imap: { defaults: { host: imap.example.com } } }.`,
          en: `Write in ordo.yaml: mail: { imap: { defaults: { host: imap.example.com } } }.`,
        },
      );
  }
  return null;
}
