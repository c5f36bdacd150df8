import type { Instant } from "../base/instant.ts";
import { isoText } from "../calendar/iso-text.ts";
import type { Text } from "../definition/problem.ts";
import { createWords, type Words } from "../diagram/words.ts";
import type { Story, Surroundings } from "./story.ts";
import { Teller } from "./teller.ts";

/** One reason, as programs and people read it. */
export interface Because {
  /** Stable, kebab-case: what kind of reason it is. */
  readonly code: string;
  readonly text: Text;
  /** ISO 8601 with the offset of the process's calendar. */
  readonly at: string | null;
  readonly step: string | null;
  readonly task: string | null;
  readonly user: string | null;
  /** What is worth saying under it: the inputs of a table, a comment, a command to give. */
  readonly details: readonly Text[];
}

/** What every answer is made from: the story, the moment, and a voice in each language. */
export interface Scene {
  readonly story: Story;
  readonly now: Instant;
  readonly zone: string;
  readonly ru: Voice;
  readonly en: Voice;
}

export interface Voice {
  readonly tell: Teller;
  readonly words: Words;
}

/** The scene of a story at a moment. */
export function sceneOf(story: Story, around: Surroundings, now: Instant): Scene {
  const voice = (locale: "ru" | "en"): Voice => ({
    tell: new Teller(around, locale),
    words: createWords(story.definition, { locale, directory: around.people }),
  });
  return { story, now, zone: around.zone, ru: voice("ru"), en: voice("en") };
}

/** A sentence in both languages, made twice. */
export function both(scene: Scene, say: (voice: Voice) => string): Text {
  return { ru: say(scene.ru), en: say(scene.en) };
}

/** A reason. What is not given is null. */
export function because(
  scene: Scene,
  code: string,
  reason: {
    readonly text: Text;
    readonly at?: Instant | null;
    readonly step?: string | null;
    readonly task?: string | null;
    readonly user?: string | null;
    readonly details?: readonly Text[];
  },
): Because {
  const { text, at = null, step = null, task = null, user = null, details = [] } = reason;
  return { code, text, at: at === null ? null : isoText(at, scene.zone), step, task, user, details };
}
