import { useNavigate, useSearch } from '@tanstack/react-router';
import { inBerlin } from '#kernel/time.ts';

/** The year and area that are shown; both stand in the address, so that a page can be passed on. */
export function usePeriod() {
  const search = useSearch({ strict: false }) as { jahr?: unknown; gebiet?: unknown };
  const navigate = useNavigate();
  const wanted = Number(search.jahr);
  const year = Number.isInteger(wanted) && wanted >= 2000 && wanted <= 2200 ? wanted : inBerlin(Temporal.Now.instant()).year;
  // An address may hold digits as a number.
  const area = /^\d{3}$/.test(String(search.gebiet ?? '')) ? String(search.gebiet) : '';
  const choose = (next: { year?: number; area?: string }) =>
    void navigate({ to: '.', search: { jahr: next.year ?? year, ...((next.area ?? area) ? { gebiet: next.area ?? area } : {}) } as never });
  return { year, area, choose };
}
