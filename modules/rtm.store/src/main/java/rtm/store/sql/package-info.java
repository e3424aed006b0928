/** Conversion between values and what PostgreSQL stores. */
@NullMarked
package rtm.store.sql;

import org.jspecify.annotations.NullMarked;
