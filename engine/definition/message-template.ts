import { compileParts } from "./compile-value.ts";
import type { Compiler, Spot } from "./compiler.ts";
import type { MessageTemplate } from "./model.ts";
import type { SourceText } from "./position.ts";

/** The name of a template: its file's name without folders and extension. */
export function templateName(path: string): string {
  const file = path.slice(path.lastIndexOf("/") + 1);
  return file.replace(/\.(md|txt|html?)$/u, "");
}

/** The file of `templates/` with that name. */
export function templateNamed(compiler: Compiler, name: string): SourceText | undefined {
  return compiler.templates.find((file) => templateName(file.path) === name);
}

/**
 * A template of `templates/`: front matter with a `subject`, then the text. Expressions see what the step that uses it
 * sees. Null where there is no such file.
 *
 * @example
 * ---
 * subject: Скидка ${ discount } % согласована
 * ---
 * Скидка на ${ brand } действует с сегодняшнего дня.
 */
export function compileMessageTemplate(compiler: Compiler, name: string, spot: Spot): MessageTemplate | null {
  const file = templateNamed(compiler, name);
  if (!file) return null;
  const { subject, bodyFrom } = frontMatter(file.text);
  const body = file.text.slice(bodyFrom).replace(/\s+$/u, "");
  return {
    name,
    format: /\.html?$/u.test(file.path) ? "html" : "text",
    subject: subject ? compileParts(compiler, { source: file, text: subject.text, from: subject.from }, spot) : null,
    body: compileParts(compiler, { source: file, text: body, from: bodyFrom }, spot),
  };
}

interface FrontMatter {
  readonly subject: { readonly text: string; readonly from: number } | null;
  readonly bodyFrom: number;
}

const FRONT = /^\uFEFF?---[ \t]*\r?\n([\s\S]*?)^---[ \t]*(?:\r?\n|$)/mu;
const SUBJECT = /^subject:[ \t]*(.*?)[ \t]*\r?$/mu;

function frontMatter(text: string): FrontMatter {
  const found = FRONT.exec(text);
  if (found?.index !== 0) return { subject: null, bodyFrom: 0 };
  const head = found[1] ?? "";
  const headFrom = found[0].indexOf(head, found[0].indexOf("\n"));
  const subject = SUBJECT.exec(head);
  if (!subject) return { subject: null, bodyFrom: found[0].length };
  const raw = subject[1] ?? "";
  const quoted = /^(["'])(.*)\1$/u.exec(raw);
  const said = quoted ? (quoted[2] as string) : raw;
  const from = headFrom + subject.index + subject[0].indexOf(raw) + (quoted ? 1 : 0);
  return { subject: { text: said, from }, bodyFrom: found[0].length };
}
