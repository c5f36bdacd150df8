import { useEffect, useRef } from "react";
import { pageNonce } from "./page-nonce.ts";

/** What a picture of ours consists of: anything else is taken out. */
const ELEMENTS = new Set(
  [
    "svg",
    "g",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "text",
    "tspan",
    "title",
    "style",
  ].concat(["defs", "marker", "clippath", "use", "symbol", "lineargradient", "stop"]),
);

/**
 * A picture that the server drew, put into the page as a tree: only shapes and words come in, nothing that runs or loads.
 * Its style sheet carries the page's mark, without which the page would not take it.
 */
export function SafeSvg({ svg, zoom }: { readonly svg: string; readonly zoom: number }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const picture = readPicture(svg);
    if (picture === null || place.current === null) return;
    place.current.replaceChildren(picture);
  }, [svg]);
  useEffect(() => {
    const picture = place.current?.querySelector("svg");
    const [, , width, height] = (picture?.getAttribute("viewBox") ?? "").split(" ").map(Number);
    if (!picture || width === undefined || height === undefined) return;
    picture.setAttribute("width", String(Math.round(width * zoom)));
    picture.setAttribute("height", String(Math.round(height * zoom)));
  });
  return <div ref={place} className="process-picture" />;
}

function readPicture(svg: string): Element | null {
  const parsed = new DOMParser().parseFromString(svg, "image/svg+xml");
  const root = parsed.documentElement;
  if (root.localName !== "svg") return null;
  for (const element of [root, ...root.querySelectorAll("*")]) {
    if (!ELEMENTS.has(element.localName.toLowerCase())) {
      element.remove();
      continue;
    }
    for (const { name, value } of [...element.attributes])
      if (/^on/i.test(name) || (/href$/i.test(name) && !value.startsWith("#")) || name === "style")
        element.removeAttribute(name);
    if (element.localName === "style") element.setAttribute("nonce", pageNonce());
  }
  return document.importNode(root, true);
}
