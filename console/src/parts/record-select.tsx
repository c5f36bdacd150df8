import { answered, api } from "../api/client.ts";
import { useWords } from "../words/use-words.ts";
import type { FieldInputProps } from "./field-input.tsx";
import { type Found, FoundSelect } from "./found-select.tsx";

const WORDS = {
  nothing: { ru: "Ничего не найдено", en: "Nothing found" },
  search: { ru: "Название, телефон, почта или номер", en: "Title, phone, address or number" },
};

/** One record, or several: found by what stands in them. */
export function RecordSelect(props: FieldInputProps) {
  const words = useWords(WORDS);
  const { field, value } = props;
  const type = field.records.join(",");
  return (
    <FoundSelect
      {...props}
      kind="records"
      several={field.type === "records"}
      chosen={refsIn(value)}
      look={(ref) => recordsOf({ ref })}
      find={(text) => recordsOf({ type, ...(text === null ? {} : { text }) })}
      scope={[type]}
      words={words}
    />
  );
}

async function recordsOf(query: {
  readonly ref?: string;
  readonly type?: string;
  readonly text?: string;
}): Promise<readonly Found[]> {
  const records = await answered(api.GET("/api/choices/records", { params: { query } }));
  return records.map(({ ref, title }) => ({ id: ref, title, detail: ref }));
}

/** References; a record's snapshot is one by its `ref`. */
function refsIn(value: unknown): readonly string[] {
  const all: readonly unknown[] = Array.isArray(value) ? value : [value];
  return all.flatMap((one) => {
    if (typeof one === "string" && one !== "") return [one];
    const ref = typeof one === "object" && one !== null ? Reflect.get(one, "ref") : null;
    return typeof ref === "string" ? [ref] : [];
  });
}
