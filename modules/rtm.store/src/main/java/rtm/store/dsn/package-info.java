/** The DSN in its URL form, read strictly: anything unknown is refused. */
@NullMarked
package rtm.store.dsn;

import org.jspecify.annotations.NullMarked;
