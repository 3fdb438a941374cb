import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import * as access from '#rooms/access/contract.ts';
import * as wire from '#rooms/tasks/contract.ts';
import { call } from '../../call.ts';
import { useLive } from '../../live.ts';
import { announce, offerUndo } from '../../ui/index.ts';
import { useWords } from '../../words/language.tsx';
import { tasks as taskWords } from '../../words/tasks.ts';

const KEY = ['tasks'];
/** News that no live message brings (another person's task about the same object) is read at least this often. */
const READ_AGAIN_MS = 60_000;

/** The moment, again every half minute: deadlines pass while somebody looks at them. */
export function useNow(): Temporal.Instant {
  const [now, setNow] = useState(() => Temporal.Now.instant());
  useEffect(() => {
    const timer = setInterval(() => setNow(Temporal.Now.instant()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

export function useTasks(show: 'open' | 'done') {
  const queries = useQueryClient();
  useLive(['tasks', 'gap'], () => void queries.invalidateQueries({ queryKey: KEY }));
  return useQuery({
    queryKey: [...KEY, show],
    queryFn: () => call(wire.listTasks, { query: { show } }),
    select: ({ tasks }) => tasks,
    refetchInterval: READ_AGAIN_MS,
  });
}

/** Who the practitioner of a task is; names stand in no task. */
export function usePractitionerNames(): (id: unknown) => string | undefined {
  const { data } = useQuery({ queryKey: ['colleagues'], queryFn: () => call(access.listColleagues), staleTime: 300_000 });
  return (id) => (typeof id === 'string' ? data?.colleagues.find(({ practitionerId }) => practitionerId === id)?.name : undefined);
}

/** Take, complete, reopen: each on the version that was seen; completing can be undone. */
export function useTaskSteps(nameOf: (task: wire.Task) => string) {
  const w = useWords(taskWords);
  const queries = useQueryClient();
  const again = () => queries.invalidateQueries({ queryKey: KEY });
  const reopen = async (task: wire.Task, version: number) => {
    await call(wire.reopenTask, { params: { id: task.id }, body: {}, ifMatch: version });
    announce(w.reopened(nameOf(task)));
    await again();
  };
  return {
    again,
    take: async (task: wire.Task) => {
      await call(wire.takeTask, { params: { id: task.id }, body: {}, ifMatch: task.version });
      announce(w.taken(nameOf(task)));
      await again();
    },
    complete: async (task: wire.Task, outcome: 'done' | 'not-needed' | 'not-reached', note?: string) => {
      const body = note ? { outcome, note } : { outcome };
      const { version } = await call(wire.completeTask, { params: { id: task.id }, body, ifMatch: task.version });
      offerUndo(w.completed(nameOf(task)), () => reopen(task, version));
      await again();
    },
    reopen: (task: wire.Task) => reopen(task, task.version),
  };
}
