/**
 * The background workers: when to look, at what, how many at once; what is found goes to a use
 * case. No library of an adapter, and no rule of a runtime's life.
 */
@NullMarked
package rtm.workers;

import org.jspecify.annotations.NullMarked;
