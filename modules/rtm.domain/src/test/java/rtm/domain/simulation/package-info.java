/** One process or several of the service over the fakes, which a test kills at any boundary. */
@NullMarked
package rtm.domain.simulation;

import org.jspecify.annotations.NullMarked;
