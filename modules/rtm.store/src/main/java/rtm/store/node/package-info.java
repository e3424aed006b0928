/**
 * The statements about nodes: what they have, and which games come to them. Each uses a connection
 * of the caller, who is responsible for transactions, deadlines and errors.
 */
@NullMarked
package rtm.store.node;

import org.jspecify.annotations.NullMarked;
