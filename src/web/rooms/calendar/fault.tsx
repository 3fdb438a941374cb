import { Banner } from '../../ui/index.ts';

/** Why something was refused, in the place where it was tried. */
export function Fault({ text }: { text: string | null | undefined }) {
  return text ? (
    <Banner tone="no" live="assertive">
      {text}
    </Banner>
  ) : null;
}
