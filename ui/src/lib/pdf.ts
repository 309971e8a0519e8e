// Opens PDF files. What reads them is loaded when the first one is looked at, and works beside the
// page in a worker of its own.

import type { PDFDocumentProxy } from "pdfjs-dist";

const WORKER = new URL(
  "../../node_modules/pdfjs-dist/legacy/build/pdf.worker.min.mjs",
  import.meta.url,
);

/** A file that comes in base 64. */
export async function opened(pdf: string): Promise<PDFDocumentProxy> {
  const { getDocument, GlobalWorkerOptions } = await import("pdfjs-dist/legacy/build/pdf.mjs");
  GlobalWorkerOptions.workerSrc = WORKER.href;
  const data = Uint8Array.from(atob(pdf), (letter) => letter.charCodeAt(0));
  return getDocument({ data, useWasm: false }).promise;
}
