/** How every page begins that is a report: such a file may be replaced by a newer one. */
export const PAGE_MARK = "<!doctype html>\n<!-- a report of kms -->\n";
