import type { TabProps } from '../tab-props.ts';

/** Taken over by its own part. */
export default function SessionsTab(_: TabProps) {
  return null;
}
