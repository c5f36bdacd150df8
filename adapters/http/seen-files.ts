import type { UserId } from "../../engine/base/ids.ts";
import type { Shown } from "../../engine/runtime/use-cases.ts";
import { filesIn } from "../../engine/view/short-file.ts";
import { Problem } from "./problem.ts";

/** Where files lie that people send: `file:upload/<who>/<command>`. */
const UPLOADS = "upload/";

/** Key of a file that somebody sends; the same command again is the same file. */
export function uploadKey(user: UserId, command: string): string {
  return `${UPLOADS}${user}/${command}`;
}

/** Did this person send the file? He may look at it before anything refers to it. */
export function isOwnUpload(reference: string, user: UserId): boolean {
  return reference.startsWith(`file:${UPLOADS}${user}/`);
}

/** Does anything that the instance holds or held name the file? */
export function isFileOf({ instance, history }: Shown, reference: string): boolean {
  return [instance, history].some((part) => filesIn(part).some((file) => file.reference === reference));
}

/**
 * What a person writes into fields may name files that he sent, or that stand there already; whoever names another's would
 * see it through his own request.
 *
 * @param fields as they are sent
 * @param known what the person sees there already
 * @throws {Problem} `FORM_INVALID` at the field
 */
export function refuseForeignFiles(
  fields: Readonly<Record<string, unknown>>,
  { user, known }: { readonly user: UserId; readonly known: unknown },
): void {
  const allowed = new Set(filesIn(known).map(({ reference }) => reference));
  const foreign = Object.entries(fields).filter(([, value]) =>
    referencesIn(value).some((reference) => !allowed.has(reference) && !isOwnUpload(reference, user)),
  );
  if (foreign.length === 0) return;
  const says = { ru: "Приложите файл заново.", en: "Attach the file again." };
  throw new Problem("FORM_INVALID", {
    says: { ru: "Файл в форме — не ваш.", en: "A file in the form is not yours." },
    remedy: says,
    fields: Object.fromEntries(foreign.map(([name]) => [name, says])),
  });
}

/** Also of files that are named without a name: nobody slips one past by leaving it out. */
function referencesIn(value: unknown): readonly string[] {
  if (typeof value === "string") return value.startsWith("file:") ? [value] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(referencesIn);
}
