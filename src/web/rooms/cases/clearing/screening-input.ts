import { TEN_DOMAINS } from '#rooms/cases/rules/area-domains.ts';
import type { DomainAnswers, ScreeningEventKind, ScreeningInput } from '#rooms/cases/rules/screening.ts';
import { findServiceType } from '#rooms/directory/rules/service-types.ts';

/** The screening as it is typed: names instead of numbers, empty where nobody has answered. */
export interface Typed {
  domains: Record<string, DomainAnswers>;
  providers: { serviceType: string; name: string; status: 'active' | 'needed' }[];
  providersComplete: boolean;
  events: { kind: ScreeningEventKind | null; on: string | null; dischargedOn: string | null }[];
  eventsComplete: boolean;
  reason: string;
}
export const UNASKED: DomainAnswers = { client: null, professional: null, selfManaged: 'unknown', informalSupport: 'unknown' };
export const EMPTY: Typed = {
  domains: Object.fromEntries(TEN_DOMAINS.map((code) => [code, UNASKED])),
  providers: [],
  providersComplete: false,
  events: [],
  eventsComplete: false,
  reason: '',
};

/** What the shared rule reads. The same name is the same organisation; whoever helps now without a name counts by herself. */
export function inputOf(typed: Typed): { input: ScreeningInput; names: string[] } {
  const names: string[] = [];
  const numberOf = (name: string) => {
    const found = names.findIndex((one) => one.toLocaleLowerCase('de') === name.toLocaleLowerCase('de'));
    return found >= 0 ? found : names.push(name) - 1;
  };
  const providers = typed.providers
    .filter(({ serviceType }) => serviceType !== '')
    .map(({ serviceType, name, status }) => ({
      serviceType,
      organisation: name.trim() ? numberOf(name.trim()) : status === 'active' ? names.push('–') - 1 : null,
      system: findServiceType(serviceType)?.system ?? null,
      active: status === 'active',
      needed: status === 'needed',
    }));
  return {
    names,
    input: {
      domains: typed.domains,
      providers,
      providersComplete: typed.providersComplete,
      events: typed.events.flatMap(({ kind, on, dischargedOn }) =>
        kind === null ? [] : [{ kind, on, dischargedOn: kind === 'readmitted' ? dischargedOn : null }],
      ),
      eventsComplete: typed.eventsComplete,
      complexReason: typed.reason.trim() !== '',
    },
  };
}

/** What was saved, to go on with. */
export function typedOf(saved: { input: ScreeningInput; names: readonly string[]; reason: string | null } | null): Typed {
  if (!saved) return EMPTY;
  return {
    domains: { ...EMPTY.domains, ...saved.input.domains },
    providers: saved.input.providers.map(({ serviceType, organisation, active }) => {
      const name = organisation === null ? '' : (saved.names[organisation] ?? '');
      return { serviceType, name: name === '–' ? '' : name, status: active ? 'active' : 'needed' };
    }),
    providersComplete: saved.input.providersComplete,
    events: saved.input.events.map(({ kind, on, dischargedOn }) => ({ kind, on, dischargedOn: dischargedOn ?? null })),
    eventsComplete: saved.input.eventsComplete,
    reason: saved.reason ?? '',
  };
}
