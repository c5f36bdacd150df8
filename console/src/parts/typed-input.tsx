import { TextInput, type TextInputProps } from "@mantine/core";
import { useState } from "react";

/** How a value is written by people. */
export interface Writing {
  /** What was typed as the value is kept; null: it cannot be read so. */
  readonly read: (text: string) => string | null;
  /** The value as people write it; what cannot be read stays as it is. */
  readonly show: (value: string) => string;
  /** What is wrong with what was typed, and how it is written. */
  readonly wrong: (text: string) => string;
}

/**
 * A text field for a value with a writing of its own. What cannot be read is never turned into something else: it stays
 * as it was typed, is told beside the field when the field is left, and is given on as it stands, for the server to
 * refuse. What can be read is written out when the field is left, so that everybody sees how it was understood.
 *
 * @param value as it is kept; null: nothing
 */
export function TypedInput(
  of: Omit<TextInputProps, "value" | "onChange"> & {
    readonly value: string | null;
    readonly onValue: (value: string | null) => void;
    readonly writing: Writing;
  },
) {
  const { value, onValue, writing, error, onBlur, ...look } = of;
  const { read, show, wrong } = writing;
  const [typed, setTyped] = useState<{ readonly text: string; readonly value: string | null } | null>(null);
  // What is given from outside meanwhile replaces what was typed here.
  const isOwn = typed !== null && typed.value === value;
  const [isLeft, setLeft] = useState(true);
  const text = isOwn ? typed.text : value === null ? "" : show(value);
  const isWrong = isLeft && text.trim() !== "" && value !== null && read(text) === null;
  return (
    <TextInput
      {...look}
      autoComplete="off"
      value={text}
      error={isWrong ? wrong(text.trim()) : error}
      onChange={(event) => {
        const next = event.currentTarget.value;
        const kept = next.trim() === "" ? null : (read(next) ?? next);
        setTyped({ text: next, value: kept });
        setLeft(false);
        onValue(kept);
      }}
      onBlur={(event) => {
        setLeft(true);
        if (read(text) !== null) setTyped(null);
        onBlur?.(event);
      }}
    />
  );
}
