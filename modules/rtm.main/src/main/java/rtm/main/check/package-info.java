/**
 * The commands that change nothing: {@code check} looks at everything the service needs before it
 * is started, {@code reconcile --dry-run} compares records and containers. The service itself runs
 * none of this.
 */
@NullMarked
package rtm.main.check;

import org.jspecify.annotations.NullMarked;
