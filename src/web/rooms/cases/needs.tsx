import { Link } from '@tanstack/react-router';
import type { PhaseNeed } from '#rooms/cases/rules/phase.ts';
import { LIFE_OF_CASE_WORDS } from '#rooms/cases/rules/phase-words.ts';
import { to } from '../../paths.ts';
import { useLanguage } from '../../words/language.tsx';

type Tab = 'klaerung' | 'assessment' | 'hilfeplan' | 'linking' | 'monitoring' | 'evaluation' | 'netzwerkkarte';
/** Where what is missing is mended; everything else is mended in Clearing, which also takes the papers of later phases. */
const PLACES: Partial<Record<PhaseNeed, Tab>> = {
  'domains-open': 'assessment',
  'resources-missing': 'assessment',
  'network-map-missing': 'netzwerkkarte',
  'case-goals-missing': 'hilfeplan',
  'needs-without-goal': 'hilfeplan',
  'goals-without-measure': 'hilfeplan',
  'measures-incomplete': 'hilfeplan',
  'plan-not-agreed': 'hilfeplan',
  'client-copy-missing': 'hilfeplan',
  'assessment-open': 'assessment',
  'reassessment-open': 'assessment',
  'goals-not-reached': 'hilfeplan',
  'lines-still-running': 'linking',
  'no-open-need': 'assessment',
  'needs-not-taken-over': 'linking',
  'evaluation-missing': 'evaluation',
  'still-resting': 'monitoring',
};

/** What is missing in words, each with the way to where it is mended. */
export function NeedLinks({ caseId, missing }: { caseId: string; missing: readonly PhaseNeed[] }) {
  const { language } = useLanguage();
  return (
    <ul className="case-needs">
      {missing.map((need) => (
        <li key={need}>
          <Link to={to.caseFile(caseId, PLACES[need] ?? 'klaerung')} title={LIFE_OF_CASE_WORDS[need][language].detail}>
            {LIFE_OF_CASE_WORDS[need][language].title.replace(/\.$/, '')}
          </Link>
        </li>
      ))}
    </ul>
  );
}
