import { filesOf } from "../api/file-address.ts";
import { useWords } from "../words/use-words.ts";
import type { FormField } from "./field-input.tsx";
import { FilesInput } from "./files-input.tsx";

const WORDS = {
  title: { ru: "Приложить", en: "Attach" },
};

/** Files beside a comment, a question, an answer or a decision. */
export function AttachInput({
  value,
  onChange,
  error,
  disabled = false,
  instance,
}: {
  readonly value: readonly AttachedFile[];
  readonly onChange: (files: readonly AttachedFile[]) => void;
  readonly error?: string | undefined;
  readonly disabled?: boolean;
  readonly instance?: string;
}) {
  const words = useWords(WORDS);
  const field: FormField = { ...FILES_FIELD, title: words.title };
  return (
    <FilesInput
      field={field}
      value={value}
      onChange={(next) => onChange(filesOf(next).map(({ id, name }) => ({ id, name })))}
      error={error}
      disabled={disabled}
      {...(instance === undefined ? {} : { instance })}
    />
  );
}

export interface AttachedFile {
  readonly id: string;
  readonly name: string;
}

const FILES_FIELD: FormField = {
  ...{ name: "files", type: "files", title: "", help: null, required: false, choices: null, records: [] },
  ...{ element: null, department: null, group: null, currency: null, min: null, max: null, value: null },
};
