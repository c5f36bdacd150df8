import { Text, type TextProps, Tooltip } from "@mantine/core";
import { agoText, whenText } from "../words/format.ts";
import { useLocale } from "../words/locale.ts";

/** An instant: how long ago, or until, with the exact time on hover and focus. */
export function When({ at, isAgo = false, ...look }: { readonly at: string; readonly isAgo?: boolean } & TextProps) {
  const locale = useLocale();
  const exact = whenText(at, locale);
  return (
    <Tooltip label={isAgo ? exact : agoText(at, locale)} events={{ hover: true, focus: true, touch: true }}>
      <Text component="time" dateTime={at} inherit {...look}>
        {isAgo ? agoText(at, locale) : exact}
      </Text>
    </Tooltip>
  );
}
