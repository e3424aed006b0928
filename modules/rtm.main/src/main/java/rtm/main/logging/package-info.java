/**
 * Where log lines end up: one line for each event on standard error, those of libraries included.
 * What is logged is decided elsewhere, through {@code rtm.domain.log}.
 */
@NullMarked
package rtm.main.logging;

import org.jspecify.annotations.NullMarked;
