/**
 * What {@code /} shows: a page for browsers, and the same table as text for other clients. The page
 * has no data; it asks the routes of the API for them.
 */
@NullMarked
package rtm.http.console;

import org.jspecify.annotations.NullMarked;
