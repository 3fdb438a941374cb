/** The package ships types that are no module; this is the part we use. */
declare module 'feiertagejs' {
  export interface Holiday {
    name: string;
    /** Noon in UTC. */
    date: Date;
    translate(language?: string): string | undefined;
  }
  export function getHolidays(year: number, region: string): Holiday[];
}
