/** One instruction of a Dockerfile, its continued lines joined. */
export interface Step {
  readonly word: string;
  readonly rest: string;
}

/** Stages of a Dockerfile: the image each begins from, its name and its instructions. */
export interface Stage {
  readonly image: string;
  readonly name: string | null;
  readonly steps: readonly Step[];
}

/** Reads a Dockerfile as far as ours goes: comments, continued lines, `FROM … AS …`. */
export function stagesOf(text: string): readonly Stage[] {
  const lines = text
    .split("\n")
    .filter((line) => !/^\s*#/.test(line))
    .join("\n")
    .replace(/\\\n\s*/g, " ")
    .split("\n")
    .filter((line) => line.trim() !== "");
  const stages: { image: string; name: string | null; steps: Step[] }[] = [];
  for (const line of lines) {
    const [, word = "", rest = ""] = /^(\w+)\s+(.*)$/.exec(line.trim()) ?? [];
    const [, image, name] = word === "FROM" ? (/^(\S+)(?:\s+AS\s+(\S+))?$/i.exec(rest) ?? []) : [];
    if (image !== undefined) stages.push({ image, name: name ?? null, steps: [] });
    else stages.at(-1)?.steps.push({ word, rest });
  }
  return stages;
}

/** Does `.dockerignore` leave that path out? Our patterns are names, `**` + `/` before them, and `*` within one. */
export function isIgnored(path: string, ignore: string): boolean {
  const patterns = ignore.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("#"));
  return patterns.some((pattern) => {
    const anywhere = pattern.startsWith("**/");
    const bare = pattern
      .replace(/^\*\*\//, "")
      .replace(/[.]/g, "\\.")
      .replace(/\*/g, "[^/]*");
    return new RegExp(`^${anywhere ? "(?:.*/)?" : ""}${bare}(?:/.*)?$`).test(path);
  });
}
