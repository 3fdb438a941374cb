import { useRouter } from '@tanstack/react-router';
import { UserRound } from 'lucide-react';
import { useEffect } from 'react';
import { findClients } from '#rooms/soziotherapie/contract/overview.ts';
import { call } from '../../call.ts';
import { to } from '../../paths.ts';
import { addCommandSource } from '../../shell/palette.tsx';
import { currentLanguage } from '../../words/language.tsx';
import { soziotherapie } from '../../words/soziotherapie.ts';

let added = false;
let go: (path: string) => void = () => {};

/** From the first visit of the room on, the command palette finds its clients by name. The router outlives every page. */
export function searchClients(navigate: (path: string) => void): void {
  go = navigate;
  if (added) return;
  added = true;
  addCommandSource(async (q, signal) => {
    const [{ found }, w] = await Promise.all([call(findClients, { query: { q }, signal }), soziotherapie.load(currentLanguage())]);
    const commands = found.map(({ episodeId, name, state }) => ({
      key: `sozio-${episodeId}`,
      label: name,
      detail: w.state[state],
      icon: UserRound,
      act: () => go(to.sozioFile(episodeId)),
    }));
    return [{ title: w.foundTitle, commands }];
  });
}

/** For the pages of the room. */
export function useClientSearch(): void {
  const router = useRouter();
  useEffect(() => searchClients((path) => void router.navigate({ to: path })), [router]);
}
