// Puts the screens into the window.

import "@fontsource-variable/inter/index.css";

import "./styles/base.css";
import "./styles/tokens.css";
import "./styles/kit.css";
import "./styles/slices.css";
import "./styles/shell.css";

import { createRoot } from "react-dom/client";

import { BooksProvider } from "./backend/hooks.tsx";
import { App } from "./shell/app.tsx";
import { followTheme } from "./shell/theme.ts";

followTheme();

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has a #root");
createRoot(root).render(
  <BooksProvider>
    <App />
  </BooksProvider>,
);
