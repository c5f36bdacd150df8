import { type ComponentType, type LazyExoticComponent, lazy } from "react";

/**
 * A component that is loaded when it is first drawn and that the page can do without: where it cannot be loaded (no
 * connection, a newer console on the server) nothing stands in its place, and the page with what was typed stays.
 */
export function onDemand<Props>(load: () => Promise<ComponentType<Props>>): LazyExoticComponent<ComponentType<Props>> {
  return lazy(async () => {
    const component = await load().catch((): ComponentType<Props> => () => null);
    return { default: component };
  });
}
