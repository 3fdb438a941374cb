import { useLanguage } from '../../words/language.tsx';

const FORMATS = {
  de: new Intl.NumberFormat('de-DE', { minimumFractionDigits: 2, maximumFractionDigits: 2 }),
  en: new Intl.NumberFormat('en-GB', { minimumFractionDigits: 2, maximumFractionDigits: 2 }),
};

/** Hundredths of a unit as people read them: "0,75". */
export function useUnits(): (hundredths: number) => string {
  const { language } = useLanguage();
  return (hundredths) => FORMATS[language].format(hundredths / 100);
}

/** Minutes of single units as units: 255 → 425 hundredths. */
export const hundredthsOf = (minutes: number): number => Math.round((minutes * 100) / 60);
