/** What the process was started with: name → value. Passed in, because the engine reads no environment. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A mention of the environment in a text of `ordo.yaml`. */
export interface Mention {
  /** What stands between the braces. */
  readonly name: string;
  /** Offsets in the text, braces included. */
  readonly start: number;
  readonly end: number;
  /** Can it be a variable's name at all? */
  readonly sound: boolean;
}

const MENTION = /\$\{([^}]*)\}/g;
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** The `${NAME}` of a text, in order. */
export function mentionsIn(text: string): readonly Mention[] {
  return [...text.matchAll(MENTION)].map(({ 0: whole, 1: name = "", index }) => ({
    name: name.trim(),
    start: index,
    end: index + whole.length,
    sound: NAME.test(name.trim()),
  }));
}

/** The text with every `${NAME}` replaced; null where one of them is not set (or empty). */
export function withVariables(text: string, environment: Environment): string | null {
  let isWhole = true;
  const filled = text.replace(MENTION, (_, name: string) => {
    const value = environment[name.trim()];
    isWhole &&= value !== undefined && value !== "";
    return value ?? "";
  });
  return isWhole ? filled : null;
}
