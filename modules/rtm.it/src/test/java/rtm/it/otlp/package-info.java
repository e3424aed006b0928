/** A receiver of OTLP that keeps what it got. */
@NullMarked
package rtm.it.otlp;

import org.jspecify.annotations.NullMarked;
