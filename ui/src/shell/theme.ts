// Light and dark follow the system.

export function followTheme(): void {
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const apply = (): void => {
    document.documentElement.dataset["theme"] = dark.matches ? "dark" : "light";
  };
  dark.addEventListener("change", apply);
  apply();
}
