import { SERVICE_TYPES } from '#rooms/directory/rules/service-types.ts';
import { useLanguage } from '../../../words/language.tsx';

/** The kinds of service in the reader's language, by name. */
export function useServiceTypes(): { value: string; label: string }[] {
  const { language } = useLanguage();
  return SERVICE_TYPES.map((type) => ({ value: type.code as string, label: type[language] })).sort((a, b) =>
    a.label.localeCompare(b.label, language),
  );
}

/** How a kind of service is called; a network's own kind by its code. */
export function useTypeName(): (code: string) => string {
  const types = useServiceTypes();
  return (code) => types.find(({ value }) => value === code)?.label ?? code;
}
