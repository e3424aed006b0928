/** Ports for what operators clear up: images of the host, entries of streams. */
@NullMarked
package rtm.domain.port.upkeep;

import org.jspecify.annotations.NullMarked;
