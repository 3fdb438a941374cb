import { useQuery } from '@tanstack/react-query';
import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { dayInBerlin } from '#kernel/time.ts';
import { Icon } from '../../ui/index.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { offer as offerWords } from '../../words/offer.ts';
import type { MyOffer } from '../calendar/data.ts';
import { usePanel } from '../calendar/panel.tsx';
import { WeeklyPanel } from '../calendar/weekly-panel.tsx';
import { ExclusionsPanel } from './exclusions-panel.tsx';
import { FeedPanel, feedQuery } from './feed-panel.tsx';
import { PolicyPanel, policyQuery } from './policy-panel.tsx';
import { ProfilePanel } from './profile-panel.tsx';

/** The parts of an offer that change rarely, each with how it stands now. */
export function DetailsCard({ offer }: { offer: MyOffer }) {
  const w = useWords(offerWords);
  const format = useFormat();
  const panel = usePanel();
  const { data: feed } = useQuery(feedQuery);
  const policy = usePolicyLine();
  const { acceptsNew, pauseUntil } = offer.profile;
  const rows: { label: string; now: string | null; panel: ReactNode }[] = [
    {
      label: w.more.profile,
      now: !acceptsNew ? w.more.notAccepting : pauseUntil ? w.more.until(format.date(pauseUntil)) : w.more.accepting,
      panel: <ProfilePanel />,
    },
    { label: w.more.exclusions, now: w.more.onlyYou, panel: <ExclusionsPanel /> },
    { label: w.more.policy, now: policy, panel: <PolicyPanel /> },
    { label: w.more.weekly, now: null, panel: <WeeklyPanel /> },
    {
      label: w.more.feed,
      now: feed ? (feed.since ? w.feed.since(format.date(dayInBerlin(Temporal.Instant.from(feed.since)))) : w.feed.off) : null,
      panel: <FeedPanel />,
    },
  ];
  return (
    <section className="card" aria-labelledby="h-details">
      <h2 id="h-details">{w.more.title}</h2>
      <ul className="plain lines">
        {rows.map((row) => (
          <li key={row.label}>
            <button type="button" className="line" onClick={() => panel.show(row.panel)}>
              <span className="grow">
                {row.label}
                {row.now && <small className="q">{row.now}</small>}
              </span>
              <Icon of={ChevronRight} />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** "48 Stunden, 60,00 €" */
function usePolicyLine(): string | null {
  const w = useWords(offerWords).policy;
  const format = useFormat();
  const { data } = useQuery(policyQuery);
  if (!data) return null;
  if (!data.policy) return w.shortNone;
  const { noticeHours, noticeMode, feeType, amountCents, percent } = data.policy;
  const notice = noticeMode === 'workingDays' ? w.shortDays(noticeHours / 24) : w.shortHours(noticeHours);
  const fee = feeType === 'fixed' ? format.euro(amountCents ?? 0) : feeType === 'percent' ? `${percent ?? 0} %` : w.fees.none;
  return w.short(notice, fee);
}
