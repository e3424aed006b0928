/**
 * The output of log lines: one line per event on standard error, those of libraries included. The
 * other packages log through {@code rtm.domain.log}.
 */
@NullMarked
package rtm.main.logging;

import org.jspecify.annotations.NullMarked;
