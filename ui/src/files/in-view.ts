// What a press of a button brought forth is brought into view, where it lies below the edge.

import { useEffect, useRef, type RefObject } from "react";

/** Whether the person is at the buttons that try and import. */
export function isAtActs(): boolean {
  return document.activeElement?.closest(".import-acts") instanceof Element;
}

export function useInView(): RefObject<HTMLDivElement | null> {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isAtActs()) ref.current?.scrollIntoView({ block: "nearest" });
  }, []);
  return ref;
}
