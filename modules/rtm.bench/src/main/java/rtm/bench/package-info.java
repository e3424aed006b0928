/** Measurements: each is its own program that prints figures. Nothing here passes or fails. */
@NullMarked
package rtm.bench;

import org.jspecify.annotations.NullMarked;
