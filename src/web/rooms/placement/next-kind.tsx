import type { FitAnswer } from '#rooms/placement/contract.ts';
import { Banner } from '../../ui/index.ts';
import { useWords } from '../../words/language.tsx';
import { placement as placementWords } from '../../words/placement.ts';
import { GuidanceList } from './nothing-fits.tsx';
import { useDeskState } from './use-desk.ts';

const PRIVATE = ['PKV', 'BEIHILFE', 'SELF', 'KE'];

/** Which appointment comes first by law, and why (rule book A.2.2). */
export function NextKind({ answer: { nextKind, warnings } }: { answer: FitAnswer }) {
  const w = useWords(placementWords);
  const { insurance, ptv11, exemption } = useDeskState().form.criteria;
  const because = () => {
    if (nextKind.kind === 'ACUTE') return ptv11?.recommendations.includes('acute') ? w.nextKind.ptv11Acute : w.nextKind.oncallAcute;
    if (nextKind.kind === 'TRIAL') {
      if (insurance && PRIVATE.includes(insurance)) return w.nextKind.private;
      return ptv11 ? w.nextKind.ptv11Therapy : exemption ? w.nextKind.exempt : '';
    }
    return insurance === 'GKV' || insurance === undefined ? w.nextKind.withoutPtv11 : w.nextKind.otherPayer;
  };
  if (nextKind.kind === 'none') {
    return nextKind.guidance === 'oncall' ? (
      <Banner tone="no">{w.nextKind.oncall}</Banner>
    ) : (
      <>
        <Banner tone="partly">{w.nextKind.otherHelp}</Banner>
        <GuidanceList />
      </>
    );
  }
  const all = [...nextKind.warnings, ...warnings];
  const words: Readonly<Record<string, string>> = w.nextKind.warnings;
  return (
    <p className="s q first-step">
      <b>{w.nextKind.first(w.nextKind.kinds[nextKind.kind])}</b> {because()}{' '}
      {all.map((warning) => (
        <span key={warning} className="partly">
          {words[warning] ?? warning}{' '}
        </span>
      ))}
    </p>
  );
}
