import { Link } from '@tanstack/react-router';
import { Footprints, Printer } from 'lucide-react';
import type { ReactNode } from 'react';
import type { FileView } from '#rooms/soziotherapie/contract/file-view.ts';
import { useMay, useMe } from '../../me.ts';
import { to } from '../../paths.ts';
import { Banner, Button, Icon, State } from '../../ui/index.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { soziotherapie } from '../../words/soziotherapie.ts';
import { stateTone } from './clients.tsx';
import { wallTime } from './numbers.ts';

/** Who it is and where the case stands; what names an illness only for who may know it. */
export function FileHead({ file }: { file: FileView }) {
  const all = useWords(soziotherapie);
  const w = all.file;
  const format = useFormat();
  const me = useMe();
  const cares = useMay('soziotherapie.care');
  const { care, prescriber, cover, window, nextVisit, copay } = file;
  const diagnosis = care && [
    ...care.diagnoses.map(({ code, certainty }) => [code, certainty].filter(Boolean).join(' ')),
    care.gaf && `GAF ${care.gaf}`,
  ];
  const facts: [string, ReactNode][] = [
    ...(diagnosis ? ([[w.diagnosis, diagnosis.filter(Boolean).join(', ')]] as [string, ReactNode][]) : []),
    [w.prescriber, prescriber ? `${prescriber.name}, ${all.prescriberKind[prescriber.kind]}` : w.none],
    [w.insurer, cover ? [cover.payerName, cover.kvnr].filter(Boolean).join(', ') : w.none],
    [w.window, window ? w.from(format.date(window.start), format.date(window.end)) : w.noWindow],
    [w.copay, copay.status === 'exempt' && copay.until ? w.exemptUntil(format.date(copay.until)) : w.copayStatus[copay.status]],
    [
      w.nextVisit,
      nextVisit
        ? [
            wallTime(format, nextVisit.start, file.today, all.badge.now(file.today, true)),
            nextVisit.placeKind && all.placeKind[nextVisit.placeKind],
          ]
            .filter(Boolean)
            .join(', ')
        : w.notPlanned,
    ],
    ...(file.helper && file.helper.practitionerId === me.practitionerId
      ? []
      : ([[w.helper, file.helper?.name ?? all.nobody]] as [string, ReactNode][])),
  ];
  return (
    <section className="card file-head" aria-label={w.client}>
      <div className="who-row">
        <h2>{file.name}</h2>
        <span className="q">{[file.age === null ? null : w.years(file.age), file.place].filter(Boolean).join(' · ')}</span>
        {file.phone && (
          <a className="s" href={`tel:${file.phone.replaceAll(/[^+\d]/g, '')}`}>
            {file.phone}
          </a>
        )}
        <State tone={stateTone(file.state)}>{all.state[file.state]}</State>
        <span className="row end no-print">
          {cares && me.practitionerId !== null && file.state !== 'CLOSED' && (
            <Link className="btn sm main" to={nextVisit ? to.visit(nextVisit.sessionId) : to.visits()}>
              <Icon of={Footprints} /> {w.planVisit}
            </Link>
          )}
          <Button small icon={Printer} onPress={() => globalThis.print()}>
            {w.print}
          </Button>
        </span>
      </div>
      <dl className="file-facts">
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Standing file={file} />
    </section>
  );
}

function Standing({ file }: { file: FileView }) {
  const all = useWords(soziotherapie);
  const w = all.file;
  const format = useFormat();
  return (
    <>
      {file.restricted && <Banner tone="partly">{w.restricted}</Banner>}
      {file.legalHold && <Banner>{w.hold}</Banner>}
      {file.state === 'PAUSED' && file.pausedFrom && (
        <Banner tone="partly">{w.pausedSince(format.date(file.pausedFrom), all.pauseReason[file.pauseReason ?? 'other'] ?? '')}</Banner>
      )}
      {file.closedOn && file.closeReason && <Banner>{w.closedOn(format.date(file.closedOn), all.closeReason[file.closeReason])}</Banner>}
      {file.otherCases.length > 0 && (
        <p className="s q">
          {w.otherCases}:{' '}
          {file.otherCases.map((one, index) => (
            <span key={one.episodeId}>
              {index > 0 && ' · '}
              <Link to={to.sozioFile(one.episodeId)}>{w.otherCase(format.date(one.openedOn), all.state[one.state])}</Link>
            </span>
          ))}
        </p>
      )}
    </>
  );
}
