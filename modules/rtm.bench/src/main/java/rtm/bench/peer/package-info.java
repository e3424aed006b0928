/** The service, and the other ways to run an engine that it is compared with. */
@NullMarked
package rtm.bench.peer;

import org.jspecify.annotations.NullMarked;
