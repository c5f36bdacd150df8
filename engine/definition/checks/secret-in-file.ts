import type { Entry, Node } from "../node.ts";
import type { Check, Finding } from "./check.ts";

/** Keys under which a secret stands, and shapes that only secrets have. */
const KEYS = /^(?:password|passwd|secret|token|api[-_]?key|access[-_]?token|authorization|x-api-key|пароль)$/i;
const SHAPES =
  /^(?:Bearer\s+\S{8,}|Basic\s+[A-Za-z0-9+/=]{8,}|sk-[A-Za-z0-9]{16,}|ghp_[A-Za-z0-9]{20,}|eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]*)$/u;
/** What {@link SHAPES} begins with: most texts need not be asked further. */
const STARTS = /^\s*[Bsge]/;
const IN_URL =
  /[?&](?:token|key|secret|password|auth)=([^&$\s]{6,})|\/\/[^/\s:@]+:([^/\s@]{3,})@|\/rest\/\d+\/([a-z0-9]{10,})\//i;

export const secretInFile: Check = {
  explanation: {
    code: "secret-in-file",
    severity: "warning",
    title: { ru: "Похоже на пароль в файле", en: "This looks like a secret in the file" },
    why: {
      ru: "Файл процесса читают многие, он лежит в хранилище версий и в истории. Пароль или ключ отсюда уже не секрет: держите его в ordo.yaml: http.secrets.",
      en: "Many read a process file; it lies in version control and in history. A password or key in it is no secret any more: keep it in ordo.yaml: http.secrets.",
    },
    wrong:
      '- id: ask\n  call: http.request\n  with: { url: "https://api.example.com/rate", headers: { Authorization: "Bearer 12345678abcdef" } }\n',
    right:
      '- id: ask\n  call: http.request\n  with: { url: "https://api.example.com/rate", headers: { Authorization: "secret:rates" } }\n',
  },
  *find({ document }) {
    yield* secretsIn(document.root, null);
  },
};

function* secretsIn(node: Node, under: Entry | null): Iterable<Finding> {
  if (node.kind === "list") for (const item of node.items) yield* secretsIn(item, under);
  if (node.kind === "map") for (const entry of node.entries) yield* secretsIn(entry.value, entry);
  if (node.kind !== "scalar" || typeof node.value !== "string" || !looksSecret(node.value, under)) return;
  yield {
    at: node,
    message: {
      ru: "Похоже на пароль или ключ: его увидят все",
      en: "This looks like a password or key that everybody will see",
    },
    remedy: {
      ru: 'Уберите его в http.secrets в ordo.yaml, а здесь напишите "secret:имя"',
      en: 'Move it to http.secrets of ordo.yaml and write "secret:name" here',
    },
  };
}

/** A header's secret by its name in `ordo.yaml`. */
const REFERENCE = /^secret:[A-Za-z0-9][\w.-]{0,63}$/;

/** Does a text look like a password, a token or a key? One that names an expression or a variable (`${ … }`) does not. */
export function looksSecret(text: string, under: Entry | null): boolean {
  if (text.includes("${") || REFERENCE.test(text)) return false;
  if (under && KEYS.test(under.name) && text.length >= 6 && !/\s/u.test(text.trim())) return true;
  return (STARTS.test(text) && SHAPES.test(text.trim())) || (/[?&/]/.test(text) && IN_URL.test(text));
}
