import { Complaint, couldNotRun, wrongUse } from "../../complaint.ts";

/** What the operating system says about a path, in people's words. Anything else is handed on as it came. */
export function fileTrouble(path: string, error: unknown): unknown {
  if (error instanceof Complaint) return error;
  switch (typeof error === "string" ? error : codeOf(error)) {
    case "ENOENT":
    case "ENOTDIR":
      return wrongUse({ ru: `Нет файла или папки: ${path}`, en: `No such file or folder: ${path}` }, CHECK_PATH);
    case "EISDIR":
      return wrongUse(
        { ru: `Это папка, а нужен файл: ${path}`, en: `This is a folder, a file is needed: ${path}` },
        { ru: "Назовите файл в этой папке.", en: "Name a file in that folder." },
      );
    case "ENOTFILE":
      return wrongUse(
        { ru: `Это не обычный файл: ${path}`, en: `This is not a regular file: ${path}` },
        {
          ru: "Каналы и устройства не читаются; сохраните текст в файл.",
          en: "Pipes and devices are not read; save the text to a file.",
        },
      );
    case "EACCES":
    case "EPERM":
      return couldNotRun(
        { ru: `Нет прав на чтение: ${path}`, en: `No permission to read: ${path}` },
        { ru: "Дайте права на чтение этому пользователю.", en: "Give this user permission to read it." },
      );
    case "ELOOP":
      return wrongUse(
        { ru: `Ссылки ведут по кругу: ${path}`, en: `Links lead in a circle: ${path}` },
        { ru: "Исправьте символическую ссылку.", en: "Mend the symbolic link." },
      );
    case "ENAMETOOLONG":
      return wrongUse(
        { ru: `Слишком длинный путь: ${path.slice(0, 80)}…`, en: `The path is too long: ${path.slice(0, 80)}…` },
        CHECK_PATH,
      );
    default:
      return error;
  }
}

const CHECK_PATH = {
  ru: "Проверьте путь: он считается от текущей папки.",
  en: "Check the path: it is counted from the current folder.",
};

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
