/**
 * The commands that change nothing: {@code check} checks everything that the service needs before a
 * start, {@code reconcile --dry-run} compares records and containers. The service itself runs none
 * of this.
 */
@NullMarked
package rtm.main.check;

import org.jspecify.annotations.NullMarked;
