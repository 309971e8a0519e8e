// The language of the screens: what this person chose here, else what the computer is set to.

import { i18n } from "@lingui/core";
import { useEffect, useState, type ReactNode } from "react";

import { localeOf, type Locale } from "../lib/locale.ts";
import { messages as english } from "../locales/en.po";
import { messages as italian } from "../locales/it.po";

const KEPT_AS = "dovuto.language";

i18n.load({ en: english, it: italian });
i18n.activate("en");

export interface Language {
  locale: Locale;
  choose: (locale: Locale) => void;
}

/** `system` is the tag that the back end read from the computer. */
export function useLanguage(system: string | null): Language {
  const [chosen, setChosen] = useState<string | null>(() => localStorage.getItem(KEPT_AS));
  const locale = localeOf(chosen ?? system ?? navigator.language);
  if (i18n.locale !== locale) i18n.activate(locale);
  useEffect(() => {
    document.documentElement.lang = locale;
  }, [locale]);
  return {
    locale,
    choose: (next) => {
      localStorage.setItem(KEPT_AS, next);
      setChosen(next);
    },
  };
}

export function LanguageSwitch(props: { language: Language }): ReactNode {
  const { locale, choose } = props.language;
  const other: Locale = locale === "en" ? "it" : "en";
  return (
    <button type="button" className="btn-link" lang={other} onClick={() => choose(other)}>
      {other === "it" ? "Italiano" : "English"}
    </button>
  );
}
