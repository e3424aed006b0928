/**
 * How the daemon is spoken to: the connection, one call with its deadline, bounded answers, and
 * what an error of the daemon means. Nothing here knows what a game is.
 */
@NullMarked
package rtm.docker.api;

import org.jspecify.annotations.NullMarked;
