import { readFileSync } from "node:fs";
import { couldNotRun } from "../complaint.ts";
import { Secret } from "../secret.ts";
import type { Configuration } from "./configuration.ts";

/** Half of a SHA-256 in hex: what is shorter can be tried out. */
const KEY_LENGTH_MIN = 32;

/**
 * The key that the registries' chains are made with, from the environment or from its file; null: none is configured and
 * rows stay unsealed.
 *
 * @throws {Complaint} where the file cannot be read, or the key is too short to mean anything
 */
export function registryKey({ registry: { key, keyFile } }: Pick<Configuration, "registry">): Secret | null {
  if (key === null && keyFile === null) return null;
  const text = key?.reveal() ?? contentOf(keyFile ?? "");
  if (text.length >= KEY_LENGTH_MIN) return new Secret(text);
  throw couldNotRun(
    {
      ru: `Ключ реестров короче ${KEY_LENGTH_MIN} знаков: его можно подобрать`,
      en: `The registry key is shorter than ${KEY_LENGTH_MIN} characters: it can be guessed`,
    },
    {
      ru: "Если печатей ещё нет, создайте новый: openssl rand -hex 32",
      en: "If nothing is sealed yet, make a new one: openssl rand -hex 32",
    },
  );
}

function contentOf(path: string): string {
  try {
    return readFileSync(path, "utf8").trim();
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? "?";
    throw couldNotRun(
      { ru: `Ключ реестров не читается: ${path} (${why})`, en: `The registry key cannot be read: ${path} (${why})` },
      {
        ru: "Проверьте registry.keyFile и права на файл (600, владелец — пользователь ordo serve)",
        en: "See registry.keyFile and the file's mode (600, owned by the user of `ordo serve`)",
      },
    );
  }
}
