import { Text, type TextProps } from "@mantine/core";
import { Suspense, useState } from "react";
import { agoText, whenText } from "../words/format.ts";
import { useLocale } from "../words/locale.ts";
import { onDemand } from "./on-demand.ts";

// Hints need a library that places them.
const Hint = onDemand(async () => (await import("./hint.tsx")).Hint);

/** An instant: how long ago, or until, with the exact time on hover and touch. */
export function When({ at, isAgo = false, ...look }: { readonly at: string; readonly isAgo?: boolean } & TextProps) {
  const locale = useLocale();
  const [isOver, setOver] = useState(false);
  const exact = whenText(at, locale);
  return (
    <Text
      component="time"
      dateTime={at}
      inherit
      {...look}
      onMouseEnter={() => setOver(true)}
      onMouseLeave={() => setOver(false)}
    >
      {isAgo ? agoText(at, locale) : exact}
      {isOver && (
        <Suspense>
          <Hint label={isAgo ? exact : agoText(at, locale)} />
        </Suspense>
      )}
    </Text>
  );
}
