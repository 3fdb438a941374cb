/** The books of words that the desk's first view loads; what watches for emergencies brings its own after it. */
export const DESK_BOOKS = ['shell', 'problems', 'codes', 'access', 'placement', 'phone'] as const;
export const WATCH_BOOKS = ['crisis'] as const;
