/** What is old enough to be removed: rows of the operation log, endings, containers. */
@NullMarked
package rtm.workers.retention;

import org.jspecify.annotations.NullMarked;
