/** What engines do: Docker's events, inspections, probes, and their state folders. */
@NullMarked
package rtm.workers.watch;

import org.jspecify.annotations.NullMarked;
