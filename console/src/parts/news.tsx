import "@mantine/notifications/styles.css";
import { Notifications, notifications } from "@mantine/notifications";

export const { show } = notifications;

/** Where news appear. */
export function News() {
  return <Notifications position="bottom-right" />;
}
