import type { Store } from "../../engine/ports/store.ts";
import type { Bundle } from "../../engine/ports/versions.ts";
import type { Configuration } from "../configuration/configuration.ts";
import { type ProcessesSource, readProcessesSource } from "./config.ts";
import type { Draft, Drafts } from "./drafts.ts";
import { folderExtras } from "./folder-extras.ts";
import { versionFiles } from "./version-files.ts";
import type { WorkAnswer, WorkKind, Works } from "./work-order.ts";
import type { WorkFile } from "./work-survey.ts";
import type { Workshop } from "./workshop.ts";
import type { Workspace } from "./workspace.ts";
import { workspaceOf } from "./workspace-of.ts";

/** Where analysts work on processes: the one source of truth of the installation, and the workshop that judges it. */
export class ProcessDesk {
  readonly source: ProcessesSource;
  readonly drafts: Drafts;
  readonly #configuration: Configuration;
  readonly #versions: Store["versions"];
  readonly #workshop: Workshop;
  /** Texts of versions that were read, by digest: they never change. */
  readonly #texts = new Map<string, readonly WorkFile[]>();

  constructor(of: {
    readonly configuration: Configuration;
    readonly versions: Store["versions"];
    readonly drafts: Drafts;
    readonly workshop: Workshop;
  }) {
    this.source = readProcessesSource(of.configuration.root);
    this.drafts = of.drafts;
    this.#configuration = of.configuration;
    this.#versions = of.versions;
    this.#workshop = of.workshop;
  }

  /** Has the workshop do something with what is saved (and the changes that are asked about). */
  async do<Kind extends WorkKind>(
    kind: Kind,
    asked: Works[Kind]["asked"],
    of: { readonly locale: "ru" | "en"; readonly key?: string },
  ): Promise<WorkAnswer<Kind>> {
    const workspace = await this.workspace();
    return this.#workshop.do({ kind, asked, workspace, locale: of.locale }, of.key ?? null);
  }

  /** What is saved now: the folder, or drafts over versions in force. */
  async workspace(): Promise<Workspace> {
    if (this.source === "folder") return workspaceOf(this.#configuration, []);
    const drafts = await this.drafts.all();
    const drafted = new Set(drafts.map(({ process }) => process));
    const current = [...(await this.#versions.current())].filter(([process]) => !drafted.has(process));
    const inForce = [];
    for (const [process, digest] of current)
      inForce.push({ process, files: withScenarios((await this.filesOf(digest)) ?? [], process, this.#configuration) });
    return workspaceOf(this.#configuration, [...drafts, ...inForce]);
  }

  /** Files of a deployed version, its scenarios where they are known; null: there is no such version. */
  async filesOf(digest: string): Promise<readonly WorkFile[] | null> {
    const known = this.#texts.get(digest);
    if (known !== undefined) return known;
    const bundle = await this.#versions.bundle(digest);
    if (bundle === null) return null;
    const files = [...versionFiles(bundle), ...(await this.drafts.extra(digest))];
    if (this.#texts.size >= VERSIONS_KEPT_MAX) this.#texts.clear();
    this.#texts.set(digest, files);
    return files;
  }

  /** Keeps what drafts were deployed with besides what versions are compiled of. */
  async keepExtras(bundles: readonly Bundle[], drafts: readonly Draft[]): Promise<void> {
    for (const bundle of bundles) {
      const draft = drafts.find(({ process }) => process === bundle.process);
      const own = new Set(versionFiles(bundle).map(({ path }) => path));
      const extra = draft?.files.filter(({ path }) => !own.has(path)) ?? [];
      if (extra.length > 0) await this.drafts.keepExtra(bundle.digest, extra);
      this.#texts.delete(bundle.digest);
    }
  }

  close(): Promise<void> {
    return this.#workshop.close();
  }
}

const VERSIONS_KEPT_MAX = 200;

/** A version that came from a folder has its scenarios there until it is deployed from the store. */
function withScenarios(files: readonly WorkFile[], process: string, configuration: Configuration): readonly WorkFile[] {
  const isKnown = files.some(({ path }) => path.startsWith("scenarios/"));
  return isKnown ? files : [...files, ...folderExtras(configuration, process)];
}
