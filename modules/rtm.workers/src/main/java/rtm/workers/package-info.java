/**
 * The background workers decide when to look, at what, and how many at once; use cases decide what
 * to do. Adapter libraries and runtime rules do not belong here.
 */
@NullMarked
package rtm.workers;

import org.jspecify.annotations.NullMarked;
