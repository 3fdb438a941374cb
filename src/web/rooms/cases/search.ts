import { FolderOpen } from 'lucide-react';
import { findCases } from '#rooms/cases/contract/caseload.ts';
import { call } from '../../call.ts';
import { to } from '../../paths.ts';
import { addCommandSource } from '../../shell/palette.tsx';
import { caseload } from '../../words/caseload.ts';
import { currentLanguage } from '../../words/language.tsx';

let added = false;
let go: (path: string) => void = () => {};

/** From the first visit of the room on, the command palette finds cases by name or pseudonym. The router outlives every page. */
export function searchCases(navigate: (path: string) => void): void {
  go = navigate;
  if (added) return;
  added = true;
  addCommandSource(async (q, signal) => {
    const [{ found }, w] = await Promise.all([call(findCases, { query: { q }, signal }), caseload.load(currentLanguage())]);
    const phases: Record<string, string> = w.phases;
    const commands = found.map(({ id, called, phase }) => ({
      key: `case-${id}`,
      label: called,
      detail: phases[phase] ?? '',
      icon: FolderOpen,
      act: () => go(to.caseFile(id)),
    }));
    return [{ title: w.searchHint, commands }];
  });
}
