import { filesIn } from "../../engine/view/short-file.ts";
import { fileAddress } from "./file-address.ts";
import type { NamedFileShown } from "./task-schemas.ts";

/** Pictures that browsers show. */
const IMAGES = /\.(png|jpe?g|gif|webp)$/i;

/** The files that a value names, with addresses at which who may see the instance may read them. */
export function namedFiles(value: unknown, instance: string): readonly NamedFileShown[] {
  return filesIn(value).map(({ name, reference }) => ({
    ...{ id: reference, name },
    address: `/api/files/${fileAddress(reference)}?instance=${encodeURIComponent(instance)}`,
    kind: /\.pdf$/i.test(name) ? "pdf" : IMAGES.test(name) ? "image" : "other",
  }));
}
