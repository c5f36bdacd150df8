import { spawnSync } from "node:child_process";

/** Is poppler's pdftotext here, and why not: a PDF's text is read by another program than the one that wrote it. */
export function pdfReader(): { readonly skip?: string } {
  const { error } = spawnSync("pdftotext", ["-v"]);
  return error === undefined ? {} : { skip: "pdftotext (poppler-utils) is not installed" };
}

/** The text of each page, as a reader selects it. */
export function pagesOf(pdf: Uint8Array): readonly string[] {
  const { stdout, status, stderr } = spawnSync("pdftotext", ["-layout", "-", "-"], {
    input: pdf,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(stderr);
  return stdout.split("\f").slice(0, -1);
}
