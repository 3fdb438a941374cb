import { type ComponentType, useState } from 'react';
import type { FileView } from '#rooms/soziotherapie/contract/file-view.ts';
import { EPISODE_TABLE, type EpisodeEvent } from '#rooms/soziotherapie/rules/life/episode.ts';
import { useMe } from '../../me.ts';
import { Button } from '../../ui/index.ts';
import { currentLanguage, useWords } from '../../words/language.tsx';
import { soziotherapieSteps } from '../../words/soziotherapie-steps.ts';
import { ExternalPanel, ParallelPanel, StaysPanel } from './panels/beside.tsx';
import { ClientPanel, GuardianPanel } from './panels/client.tsx';
import { ClosePanel, NextPanel, PausePanel, ProtectPanel, ResumePanel } from './panels/course.tsx';
import { FinalPanel, SpecialistPanel, WaitingPanel } from './panels/moves.tsx';
import type { PanelProps } from './panels/panel.tsx';
import { DeputyPanel, HelperPanel, PrescriberPanel } from './panels/people.tsx';

await soziotherapieSteps.load(currentLanguage());

const PANELS = {
  client: ClientPanel,
  guardian: GuardianPanel,
  waiting: WaitingPanel,
  waitingOff: WaitingPanel,
  specialist: SpecialistPanel,
  final: FinalPanel,
  helper: HelperPanel,
  deputy: DeputyPanel,
  prescriber: PrescriberPanel,
  pause: PausePanel,
  resume: ResumePanel,
  stays: StaysPanel,
  parallel: ParallelPanel,
  external: ExternalPanel,
  close: ClosePanel,
  next: NextPanel,
  protect: ProtectPanel,
} as const satisfies Record<string, ComponentType<PanelProps>>;
type Step = keyof typeof PANELS;

/** The steps of a case that belong to no other part; whether they hold is said by the answer. */
export default function CaseSteps({ file }: { file: FileView }) {
  const w = useWords(soziotherapieSteps);
  const { roles, abilities, practitionerId } = useMe();
  const [open, setOpen] = useState<Step | null>(null);
  const listed = (event: EpisodeEvent) =>
    EPISODE_TABLE[file.state].some((row) => row.event === event && row.who.some((who) => (roles as readonly string[]).includes(who)));
  const running = file.state !== 'CLOSED';
  const [lead, office] = [abilities.includes('soziotherapie.lead'), abilities.includes('soziotherapie.office')];
  const own = file.helper !== null && file.helper.practitionerId === practitionerId;
  const steps: [Step, boolean][] = [
    ['waiting', file.state === 'INQUIRY' && file.waitingSince === null],
    ['waitingOff', file.waitingSince !== null],
    ['specialist', listed('reach-specialist')],
    ['final', listed('refused-finally') && file.due.some(({ kind }) => kind === 'refusal-final')],
    ['client', true],
    ['guardian', running && (roles.includes('office') || own)],
    ['helper', lead && running],
    ['deputy', lead && running],
    ['prescriber', running],
    ['pause', listed('pause')],
    ['resume', listed('resume')],
    ['stays', running],
    ['parallel', running],
    ['external', office],
    ['close', listed('close')],
    ['next', listed('start-next')],
    ['protect', lead],
  ];
  const Panel = open && PANELS[open];
  return (
    <section className="card no-print" aria-labelledby="sozio-steps">
      <div className="head">
        <h2 id="sozio-steps">{w.title}</h2>
      </div>
      <div className="case-steps">
        {steps
          .filter(([, may]) => may)
          .map(([step]) => (
            <Button key={step} small expanded={open === step} onPress={() => setOpen(step)}>
              {w.steps[step]}
            </Button>
          ))}
      </div>
      {Panel && <Panel key={open} file={file} onClose={() => setOpen(null)} />}
    </section>
  );
}
