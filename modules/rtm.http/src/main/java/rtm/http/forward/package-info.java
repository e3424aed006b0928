/** Requests about the games of other nodes, which are passed on to the node that holds the game. */
@NullMarked
package rtm.http.forward;

import org.jspecify.annotations.NullMarked;
