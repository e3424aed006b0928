/**
 * Communication with the daemon: the connection, calls with deadlines, bounded answers, and the
 * meaning of the daemon's errors. Nothing here knows about games.
 */
@NullMarked
package rtm.docker.api;

import org.jspecify.annotations.NullMarked;
