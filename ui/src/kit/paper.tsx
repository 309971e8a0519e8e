// The pages of a PDF, drawn as they come into view.

import { t } from "@lingui/core/macro";
import type { PDFDocumentProxy, PDFPageProxy } from "pdfjs-dist";
import { useEffect, useRef, useState, type ReactNode } from "react";

import { opened } from "../lib/pdf.ts";

export interface PaperProps {
  /** The file, in base 64. */
  pdf: string;
  /** What the document is called. */
  name: string;
  /** Per cent of the width that is there. */
  zoom: number;
  /** The page that one looks at, from 1. */
  onPage: (page: number) => void;
  /** Keys that mean something here. */
  onKey: (key: string) => void;
}

export function Paper(props: PaperProps): ReactNode {
  const { pdf, onPage } = props;
  const [file, setFile] = useState<PDFDocumentProxy | null>(null);
  const [broken, setBroken] = useState(false);
  const scroller = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let gone = false;
    const opening = opened(pdf);
    opening.then(
      (next) => gone || setFile(next),
      () => gone || setBroken(true),
    );
    return () => {
      gone = true;
      void opening.then((open) => open.loadingTask.destroy()).catch(() => undefined);
    };
  }, [pdf]);
  // The page whose upper third is in view is the one that is read.
  const look = (): void => {
    const box = scroller.current;
    if (box === null) return;
    const line = box.scrollTop + box.clientHeight / 3;
    const pages = [...box.children].filter((child) => child instanceof HTMLElement);
    const above = pages.filter((page) => page.offsetTop <= line);
    onPage(Math.max(1, above.length));
  };
  const numbers = Array.from({ length: file?.numPages ?? 0 }, (_, i) => i + 1);
  return (
    // What scrolls must be reachable without a mouse.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      className="paper"
      ref={scroller}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      role="region"
      aria-label={props.name}
      data-testid="paper"
      onScroll={look}
      onKeyDown={(event) => {
        if (!event.ctrlKey && !event.metaKey && !event.altKey) props.onKey(event.key);
      }}
    >
      {broken ? (
        <p className="soft">{t`This file cannot be shown here. Save it to look at it.`}</p>
      ) : null}
      {file === null
        ? null
        : numbers.map((n) => (
            <Sheet key={n} file={file} n={n} of={file.numPages} zoom={props.zoom} />
          ))}
    </div>
  );
}

/** One page. It has its size before it is drawn, and is drawn when it comes near. */
function Sheet(props: { file: PDFDocumentProxy; n: number; of: number; zoom: number }): ReactNode {
  const { file, n, zoom } = props;
  const [page, setPage] = useState<PDFPageProxy | null>(null);
  const [near, setNear] = useState(n === 1);
  const box = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    let gone = false;
    void file.getPage(n).then((found) => gone || setPage(found));
    return () => {
      gone = true;
    };
  }, [file, n]);
  useEffect(() => {
    const canvas = box.current;
    if (canvas === null) return;
    const watch = new IntersectionObserver(
      (seen) => seen.some((one) => one.isIntersecting) && setNear(true),
      { rootMargin: "800px" },
    );
    watch.observe(canvas);
    return () => watch.disconnect();
  }, []);
  useEffect(() => {
    const canvas = box.current;
    if (canvas === null || page === null || !near) return;
    const room = canvas.parentElement?.clientWidth ?? 0;
    const width = Math.max(1, (room * zoom) / 100) * window.devicePixelRatio;
    const viewport = page.getViewport({ scale: width / page.getViewport({ scale: 1 }).width });
    canvas.width = Math.round(viewport.width);
    canvas.height = Math.round(viewport.height);
    const drawing = page.render({ canvas, viewport });
    drawing.promise.then(
      () => canvas.setAttribute("data-drawn", "true"),
      () => undefined,
    );
    return () => drawing.cancel();
  }, [page, near, zoom]);
  const size = page?.getViewport({ scale: 1 });
  const ratio = size === undefined ? "210 / 297" : `${size.width} / ${size.height}`;
  return (
    <canvas
      className="sheet"
      ref={box}
      role="img"
      aria-label={t`Page ${n} of ${props.of}`}
      style={{ width: `${zoom}%`, aspectRatio: ratio }}
    />
  );
}
