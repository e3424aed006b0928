/** The road of a job: read from its stream, run in its game's order, its offset saved. */
@NullMarked
package rtm.workers.intake;

import org.jspecify.annotations.NullMarked;
