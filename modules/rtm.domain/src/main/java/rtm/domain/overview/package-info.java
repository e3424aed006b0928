/**
 * What operators look at: the state of the service and of all games. Nothing here runs, and nothing
 * is kept, while nobody looks.
 */
@NullMarked
package rtm.domain.overview;

import org.jspecify.annotations.NullMarked;
