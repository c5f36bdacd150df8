import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { productFolder } from "../../product-folder.ts";
import { glyphsOf } from "./glyphs-of.ts";

/** Files of the one font that documents are set in: it comes with pdfmake, has Cyrillic, and costs nothing. */
export interface FontFiles {
  readonly normal: string;
  readonly bold: string;
  readonly italics: string;
  readonly bolditalics: string;
}

/**
 * Where Roboto lies: beside the built command, else in the package that brings it.
 *
 * @throws {Error} where it is in neither: the installation is not whole
 */
export function robotoFiles(): FontFiles {
  const places = ["dist/fonts", "node_modules/pdfmake/fonts/Roboto"].map((place) => join(productFolder(), place));
  const folder = places.find((place) => existsSync(join(place, "Roboto-Regular.ttf")));
  if (folder === undefined) throw new Error(`Roboto is not installed: looked in ${places.join(" and ")}`);
  const file = (style: string): string => join(folder, `Roboto-${style}.ttf`);
  return {
    normal: file("Regular"),
    bold: file("Medium"),
    italics: file("Italic"),
    bolditalics: file("MediumItalic"),
  };
}

/** Characters that every one of the styles used can show. */
export function commonGlyphs({ normal, bold, italics }: FontFiles): ReadonlySet<number> {
  return [normal, bold, italics]
    .map((path) => glyphsOf(readFileSync(path)))
    .reduce((all, those) => all.intersection(those));
}
