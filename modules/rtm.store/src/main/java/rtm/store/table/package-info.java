/**
 * The statements, by table. Each works on a connection that the caller passes; transactions,
 * deadlines and the meaning of failures are the caller's.
 */
@NullMarked
package rtm.store.table;

import org.jspecify.annotations.NullMarked;
