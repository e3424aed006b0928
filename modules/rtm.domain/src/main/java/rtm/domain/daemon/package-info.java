/**
 * The Docker daemon itself: whether it is the one that the records are about, and which engines
 * exited together with it.
 */
@NullMarked
package rtm.domain.daemon;

import org.jspecify.annotations.NullMarked;
