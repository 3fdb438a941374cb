import type { TabProps } from '../soziotherapie/tab-props.ts';

/** Taken over by its own part. */
export default function CopayTab(_: TabProps) {
  return null;
}
