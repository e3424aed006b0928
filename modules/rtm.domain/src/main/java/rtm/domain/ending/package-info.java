/**
 * What is kept of an engine that ended: how it ended, and the last lines that it wrote, read while
 * its container still exists.
 */
@NullMarked
package rtm.domain.ending;

import org.jspecify.annotations.NullMarked;
