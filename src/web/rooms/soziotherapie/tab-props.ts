/** What the file page hands to every tab of a client's file. */
export interface TabProps {
  episodeId: string;
  personId: string;
}
