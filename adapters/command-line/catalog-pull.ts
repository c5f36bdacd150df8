import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Catalog } from "../../engine/definition/catalog.ts";
import type { Environment } from "../../engine/definition/config-variable.ts";
import type { Text } from "../../engine/definition/problem.ts";
import type { PortalOptions } from "../bitrix24/open-portal.ts";
import { PortalFailure } from "../bitrix24/portal.ts";
import { remedyOf, toldOf } from "../bitrix24/portal-trouble.ts";
import { couldNotRun } from "../complaint.ts";
import type { Configuration } from "../configuration/configuration.ts";
import { requireConfiguration } from "../configuration/require-configuration.ts";
import { readBitrix24Crm } from "../crm/bitrix24/config.ts";
import { catalogBroughtUp, draftToWrite, mappingBroughtUp } from "../crm/bitrix24/pull/brought-up.ts";
import { type Draft, draftOf, type Known } from "../crm/bitrix24/pull/draft.ts";
import { type Drift, driftOf } from "../crm/bitrix24/pull/drift.ts";
import { type PortalVocabulary, readPortalVocabulary } from "../crm/bitrix24/pull/portal-vocabulary.ts";
import { catalogWith, leftOutIn, mappingWith, titlesIn } from "../crm/bitrix24/pull/write-draft.ts";
import { folderSource } from "../process-source/folder/folder-source.ts";
import { CATALOG_HEAD, driftText, MAPPING_HEAD } from "./catalog-text.ts";
import { withPortal } from "./portal-of-command.ts";
import { Reader } from "./reader.ts";
import type { ExitCode, Terminal } from "./terminal.ts";
import { writeSound } from "./write-sound.ts";

/** `ordo catalog pull`: language §7. */
export interface CatalogPullOptions {
  /** Exit code 1 where there is drift. */
  readonly check?: boolean;
  /** Write what is new into the files. */
  readonly write?: boolean;
  readonly json?: boolean;
  /** Where `ordo.yaml` is looked for. @default the working folder */
  readonly folder?: string;
  /** @default that of this process */
  readonly environment?: Environment;
  /** What tests replace. */
  readonly portal?: PortalOptions;
}

/** Where the mapping stands in `ordo.yaml`. */
const MAPPING_PATH = ["crm", "bitrix24"] as const;

/**
 * Compares the portal with the catalogue and the mapping; where there is no mapping yet, drafts both. Nothing is written
 * without `--write`, and then only what is new, with every comment kept, and only if the result is sound.
 */
export async function catalogPull(options: CatalogPullOptions, terminal: Terminal): Promise<ExitCode> {
  const { folder = ".", environment = process.env } = options;
  const configuration = requireConfiguration(folderSource(), environment, {
    ...{ folder, color: terminal.talkColor },
    warn: (text) => terminal.say(text(terminal.locale)),
  });
  const files = filesOf(configuration, folder);
  const vocabulary = await vocabularyOf(configuration, options);
  const draft = draftOf(vocabulary, files.known, configuration.locale);
  const drift = driftOf(draft, vocabulary, {
    ...{ catalog: files.catalog, known: files.known, titles: titlesIn(files.configText, MAPPING_PATH) },
    isLeftOut: leftOutIn(files.configText),
  });
  const texts = textsOf({ draft, drift, files, terminal });
  const written = options.write === true ? writeBoth(files, texts) : [];
  if (options.json === true)
    terminal.print(JSON.stringify(jsonOf({ draft, drift, vocabulary, files, written }), null, 2));
  else tell({ drift, vocabulary, files, texts, written }, options, terminal);
  return options.check === true && drift.length > 0 ? 1 : 0;
}

/** What is written so far. */
interface Files {
  readonly config: string | null;
  readonly configText: string;
  readonly catalogPath: string;
  /** `""`: there is none. */
  readonly catalogText: string;
  readonly catalog: Catalog | null;
  readonly known: Known;
  /** Does `ordo.yaml` keep records in a portal? Without it the mapping is only shown. */
  readonly isMapped: boolean;
}

function filesOf(configuration: Configuration, folder: string): Files {
  const { file: config, root } = configuration;
  const catalogPath = configuration.catalog ?? join(config === null ? folder : dirname(config), "catalog.yaml");
  const reader = new Reader(folderSource());
  const catalog = existsSync(catalogPath) ? reader.catalog(catalogPath) : null;
  if (catalog?.problems.some(({ severity }) => severity === "error") === true)
    throw couldNotRun(
      { ru: `В словаре есть ошибки: ${catalogPath}`, en: `The catalogue has errors: ${catalogPath}` },
      { ru: `Сначала исправьте их: ordo check ${catalogPath}`, en: `Mend them first: ordo check ${catalogPath}` },
    );
  const isMapped = root.section("crm").names().includes("bitrix24");
  const crm = isMapped ? readBitrix24Crm(root.section("crm").section("bitrix24")) : { records: {}, lists: {} };
  return {
    ...{ config, catalogPath, isMapped, known: crm, catalog: catalog?.value ?? null },
    configText: config === null ? "" : readFileSync(config, "utf8"),
    catalogText: catalog === null ? "" : readFileSync(catalogPath, "utf8"),
  };
}

async function vocabularyOf(configuration: Configuration, options: CatalogPullOptions): Promise<PortalVocabulary> {
  const ways = { urgency: "person", signal: new AbortController().signal } as const;
  let host = "";
  try {
    return await withPortal(configuration, options.portal ?? {}, (portal) => {
      host = portal.host();
      return readPortalVocabulary(portal, ways, configuration.locale);
    });
  } catch (error) {
    if (!(error instanceof PortalFailure)) throw error;
    throw notRead(error, host);
  }
}

/** An answer by which nothing is known carries its remedy in its message already. */
function notRead({ message, answer }: PortalFailure, host: string) {
  const remedy = remedyOf(answer) ?? { ru: "Проверьте связь: ordo doctor", en: "Check the connection: ordo doctor" };
  if (answer.kind === "refused")
    return couldNotRun({ ru: `Портал отказал: ${message}`, en: `The portal refused: ${message}` }, remedy);
  const { says } = toldOf(answer.code, host, answer.reason ?? "");
  return couldNotRun(says, remedy);
}

interface Texts {
  readonly catalog: string;
  /** The whole `ordo.yaml`, where it has a mapping; else the mapping alone. */
  readonly mapping: string;
}

function textsOf(of: {
  readonly draft: Draft;
  readonly drift: readonly Drift[];
  readonly files: Files;
  readonly terminal: Terminal;
}): Texts {
  const { draft, drift, files, terminal } = of;
  const { known, catalogText, configText, isMapped } = files;
  const catalog = catalogWith(
    catalogText === "" ? "" : catalogBroughtUp(catalogText, draft, drift),
    draftToWrite(draft, drift, known, "catalog"),
    terminal.pick(CATALOG_HEAD),
  );
  const part = draftToWrite(draft, drift, known, "mapping");
  if (!isMapped) return { catalog, mapping: mappingWith("", part, MAPPING_PATH, terminal.pick(MAPPING_HEAD)) };
  const broughtUp = mappingBroughtUp(configText, draft, drift, MAPPING_PATH);
  return { catalog, mapping: mappingWith(broughtUp, part, MAPPING_PATH, "") };
}

/** @returns paths of the files that changed */
function writeBoth(files: Files, texts: Texts): readonly string[] {
  const { catalogPath, catalogText, config, configText, isMapped } = files;
  const written: string[] = [];
  if (texts.catalog !== catalogText) {
    writeSound(catalogPath, texts.catalog, "catalog");
    written.push(catalogPath);
  }
  if (isMapped && config !== null && texts.mapping !== configText) {
    writeSound(config, texts.mapping, "config");
    written.push(config);
  }
  return written;
}

interface Told {
  readonly drift: readonly Drift[];
  readonly vocabulary: PortalVocabulary;
  readonly files: Files;
  readonly texts: Texts;
  readonly written: readonly string[];
}

function tell(
  { drift, vocabulary, files, texts, written }: Told,
  options: CatalogPullOptions,
  terminal: Terminal,
): void {
  const { pick } = terminal;
  for (const { what, code } of vocabulary.skipped)
    terminal.say(pick({ ru: `Пропущено: ${what} (${code})`, en: `Left out: ${what} (${code})` }));
  if (files.isMapped) {
    for (const one of drift) terminal.print(pick(driftText(one)));
    if (drift.length === 0)
      terminal.print(pick({ ru: "Словарь и портал сходятся.", en: "Catalogue and portal agree." }));
  } else {
    if (options.write !== true) terminal.print(`# ${files.catalogPath}\n${texts.catalog}`);
    terminal.print(`# ordo.yaml\n${texts.mapping}`);
  }
  for (const path of written) terminal.say(pick({ ru: `Записано: ${path}`, en: `Written: ${path}` }));
  const isNew = drift.some(({ kind }) => /-added$/.test(kind));
  if (!files.isMapped) terminal.say(pick(HOW_TO_MAP));
  else if (options.write !== true && isNew) terminal.say(pick(HOW_TO_WRITE));
}

const HOW_TO_MAP: Text = {
  ru: "Словарь запишет ordo catalog pull --write. Чтобы карточки велись в портале, перенесите раздел crm в ordo.yaml.",
  en: "`ordo catalog pull --write` writes the catalogue. To keep records in the portal, move the section crm into ordo.yaml.",
};
const HOW_TO_WRITE: Text = {
  ru: "Внести новое: ordo catalog pull --write. Что не нужно, впишите в ordo.yaml комментарием: # UF_CRM_17",
  en: "To write what is new: ordo catalog pull --write. What you do not need, name in a comment of ordo.yaml: # UF_CRM_17",
};

function jsonOf({
  draft,
  drift,
  vocabulary,
  files,
  written,
}: Omit<Told, "texts"> & { readonly draft: Draft }): unknown {
  return {
    ...{ catalog: files.catalogPath, drift, skipped: vocabulary.skipped, written },
    draft: { records: draft.records, lists: draft.lists },
  };
}
