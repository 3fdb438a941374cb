import type { LucideIcon } from 'lucide-react';

/** A Lucide icon at text size. Always beside a word, so always hidden from screen readers. */
export function Icon({ of: Shape, className }: { of: LucideIcon; className?: string }) {
  return <Shape className={className ? `i ${className}` : 'i'} strokeWidth={1.75} aria-hidden focusable={false} />;
}

/** The word mark: two arcs that go side by side. */
export function GeleitMark() {
  return (
    <svg viewBox="0 0 32 32" fill="none" stroke="currentColor" strokeWidth={4} strokeLinecap="round" aria-hidden="true">
      <path d="M7 28C7 14 13 6 25 5" />
      <path d="M16.5 28C16.5 20.5 19.5 16 25.5 15" />
    </svg>
  );
}
