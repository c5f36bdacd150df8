import { answered, api } from "../api/client.ts";
import { useWords } from "../words/use-words.ts";
import type { FieldInputProps } from "./field-input.tsx";
import { type Found, FoundSelect } from "./found-select.tsx";

const WORDS = {
  nothing: { ru: "Никто не найден", en: "Nobody found" },
  search: { ru: "Имя или должность", en: "Name or position" },
};

/** One person, or several: found by a part of the name or position. */
export function PeopleSelect(
  props: FieldInputProps & {
    /** Ids of people who are not offered. @default nobody */
    readonly except?: readonly string[];
  },
) {
  const words = useWords(WORDS);
  const { field, value, except = [] } = props;
  const { department, group } = field;
  return (
    <FoundSelect
      {...props}
      kind="people"
      several={field.type !== "user"}
      chosen={idsIn(value)}
      look={(id) => peopleOf({ id })}
      find={async (text) => {
        const found = await peopleOf({
          ...(text === null ? {} : { text }),
          ...(department === null ? {} : { department }),
          ...(group === null ? {} : { group }),
        });
        return found.filter(({ id }) => !except.includes(id));
      }}
      scope={[department, group, ...except]}
      words={words}
    />
  );
}

async function peopleOf(query: {
  readonly id?: string;
  readonly text?: string;
  readonly department?: string;
  readonly group?: string;
}): Promise<readonly Found[]> {
  const people = await answered(api.GET("/api/choices/people", { params: { query } }));
  return people.map(({ id, name, position }) => ({ id, title: name, detail: position ?? "" }));
}

/** Ids of people; principals that are something else stay out of the input. */
function idsIn(value: unknown): readonly string[] {
  const all: readonly unknown[] = Array.isArray(value) ? value : [value];
  return all.flatMap((one) => {
    if (typeof one === "string" && one !== "") return [one];
    const user = typeof one === "object" && one !== null ? Reflect.get(one, "user") : null;
    return typeof user === "string" ? [user] : [];
  });
}
