// The mark of the program: a page in the shape of a D, its last line ticked.

import type { ReactNode } from "react";

export function BrandMark(): ReactNode {
  return (
    <svg viewBox="64 64 896 896" aria-hidden="true">
      <rect x="64" y="64" width="896" height="896" rx="196" fill="#0B5C63" />
      <path d="M300 252h214c158 0 270 106 270 260s-112 260-270 260H300z" fill="#F6F4EF" />
      <path
        d="M372 380h206M372 492h124"
        stroke="#0B5C63"
        strokeWidth="40"
        strokeLinecap="round"
        opacity=".38"
        fill="none"
      />
      <path
        d="M384 606l84 80 212-236"
        stroke="#0B5C63"
        strokeWidth="68"
        strokeLinecap="round"
        strokeLinejoin="round"
        fill="none"
      />
    </svg>
  );
}
