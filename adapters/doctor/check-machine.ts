import { accessSync, constants, existsSync, statSync } from "node:fs";
import { dirname } from "node:path";
import type { Configuration } from "../configuration/configuration.ts";
import { registryKey } from "../configuration/registry-key.ts";
import { doubtful, type Finding, fine, skipped, wrong } from "../finding.ts";
import { isAlive } from "../host/holder.ts";
import { lockHolder } from "../host/lock-file.ts";
import { networkFileSystem } from "../host/network-file-system.ts";

/** Versions that the product needs: older SQLite can damage a database in WAL mode. */
const NODE_MIN = "24.21.0";
const SQLITE_MIN = "3.51.3";

/** Versions of Node and SQLite. */
export function checkVersions(versions: Readonly<Record<string, string | undefined>>): readonly Finding[] {
  const one = (check: string, name: string, least: string, found: string): Finding =>
    isAtLeast(found, least)
      ? fine(check, `${name} ${found}`, `${name} ${found}`)
      : wrong(
          check,
          { ru: `${name} ${found}, а нужен не старше ${least}`, en: `${name} ${found}, but ${least} is needed` },
          {
            ru: `Поставьте Node.js ${NODE_MIN} или новее: SQLite входит в него`,
            en: `Install Node.js ${NODE_MIN} or newer: SQLite comes with it`,
          },
        );
  return [
    one("node-version", "Node.js", NODE_MIN, versions["node"] ?? "?"),
    one("sqlite-version", "SQLite", SQLITE_MIN, versions["sqlite"] ?? "?"),
  ];
}

/** Files and folders that Ordo writes to. */
export function checkFolders({ store, files, log, registry }: Configuration): readonly Finding[] {
  const places: readonly (readonly [check: string, path: string | null])[] = [
    ["store-writable", store.kind === "sqlite" ? store.file : null],
    ["files-writable", files],
    ["log-writable", log.file],
    ["seals-writable", registry.seals],
  ];
  return places.flatMap(([check, path]) => (path === null ? [] : [writable(check, path)]));
}

/** Who holds the SQLite file; and that it lies on a disk of this machine. */
export function checkHolder({ store }: Configuration): readonly Finding[] {
  if (store.kind !== "sqlite") return [];
  const network = networkFileSystem(dirname(store.file));
  if (network !== null)
    return [
      wrong(
        "store-on-disk",
        { ru: `База лежит на сетевом диске (${network})`, en: `The database lies on a network drive (${network})` },
        {
          ru: "Перенесите её на диск этой машины или возьмите PostgreSQL",
          en: "Move it to a disk of this machine, or take PostgreSQL",
        },
      ),
    ];
  if (!existsSync(dirname(store.file)))
    return [skipped("lock-holder", "Папки базы нет", "The database's folder is not there")];
  const holder = lockHolder(store.file);
  if (holder === null) return [fine("lock-holder", "Базу никто не держит", "Nobody holds the database")];
  if (holder === "unknown")
    return [fine("lock-holder", "Базу держит другой процесс", "Another process holds the database")];
  const { command, pid, host, version } = holder;
  const who = `${command}, pid ${pid}, ${host}, Ordo ${version}`;
  if (isAlive(holder) === false)
    return [
      doubtful(
        "lock-holder",
        {
          ru: `Базу держит процесс, но не тот, что записан: ${who}`,
          en: `Somebody holds the database, but not who is written down: ${who}`,
        },
        { ru: "Посмотрите, кто открыл файл: lsof", en: "See who has the file open: lsof" },
      ),
    ];
  return [fine("lock-holder", `Базу держит ${who}`, `The database is held by ${who}`)];
}

/** The key of the registries' chain. Doctor's own guard says what is wrong with one that cannot be used. */
export function checkRegistryKey(configuration: Configuration): readonly Finding[] {
  const check = "registry-key";
  if (registryKey(configuration) !== null)
    return [
      ...openToOthers(configuration.registry.keyFile),
      fine(check, "Ключ реестров есть", "The registry key is there"),
    ];
  const { store } = configuration;
  if (store.kind === "sqlite") {
    const path = `${store.file}.registry-key`;
    return [
      fine(
        check,
        `Ключ реестров лежит рядом с базой: ${path}. Храните его копию отдельно`,
        `The registry key lies beside the database: ${path}. Keep a copy of it apart`,
      ),
    ];
  }
  return [
    doubtful(
      check,
      { ru: "Ключ реестров не задан: строки останутся без печати", en: "No registry key: rows stay unsealed" },
      {
        ru: 'Создайте ключ (openssl rand -hex 32), задайте его в окружении, а в ordo.yaml: registry: { key: "${ORDO_REGISTRY_KEY}" }. Храните его отдельно от базы',
        en: 'Make a key (openssl rand -hex 32), set it in the environment, and in ordo.yaml: registry: { key: "${ORDO_REGISTRY_KEY}" }. Keep it apart from the database',
      },
    ),
  ];
}

function openToOthers(keyFile: string | null): readonly Finding[] {
  if (keyFile === null || process.platform === "win32" || (statSync(keyFile).mode & 0o077) === 0) return [];
  return [
    doubtful(
      "registry-key-private",
      {
        ru: `Файл с ключом реестров открыт другим: ${keyFile}`,
        en: `Others may read the file with the registry key: ${keyFile}`,
      },
      { ru: `chmod 600 ${keyFile}`, en: `chmod 600 ${keyFile}` },
    ),
  ];
}

function writable(check: string, path: string): Finding {
  const place = existing(path);
  try {
    accessSync(place, constants.W_OK);
    return fine(check, `Можно писать: ${path}`, `Can be written: ${path}`);
  } catch (error) {
    return wrong(
      check,
      { ru: `Нельзя писать: ${path} (${why(error)})`, en: `Cannot be written: ${path} (${why(error)})` },
      {
        ru: "Создайте папку и дайте на неё права пользователю, под которым работает Ordo",
        en: "Make the folder, and let the user that Ordo runs as write to it",
      },
    );
  }
}

/** The path, or its folder where it is yet to be made. */
function existing(path: string): string {
  return existsSync(path) ? path : dirname(path);
}

function why(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? "?";
}

function isAtLeast(found: string, least: string): boolean {
  const [one, other] = [found, least].map((text) => text.split(".").map((part) => Number.parseInt(part, 10) || 0));
  for (let at = 0; at < 3; at++) {
    const difference = (one?.[at] ?? 0) - (other?.[at] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}
