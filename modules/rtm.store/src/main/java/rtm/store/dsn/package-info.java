/** The DSN in its URL form, read strictly: what is not understood is refused. */
@NullMarked
package rtm.store.dsn;

import org.jspecify.annotations.NullMarked;
