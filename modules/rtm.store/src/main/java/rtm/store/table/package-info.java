/**
 * The statements, by table. Each uses a connection of the caller, who is responsible for
 * transactions, deadlines and errors.
 */
@NullMarked
package rtm.store.table;

import org.jspecify.annotations.NullMarked;
