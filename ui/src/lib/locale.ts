// The language of the screens: the firm's setting decides, never the web view.

export type Locale = "en" | "it";

/** Reads a language tag such as `it_IT.UTF-8`; whatever is not Italian is shown in English. */
export function localeOf(tag: string | null | undefined): Locale {
  return tag?.toLowerCase().startsWith("it") === true ? "it" : "en";
}

interface Marks {
  decimal: string;
  group: string;
}

/** The marks that are written; every mark is read. */
export function marksOf(locale: Locale): Marks {
  switch (locale) {
    case "en":
      return { decimal: ".", group: "," };
    case "it":
      return { decimal: ",", group: "." };
  }
}
