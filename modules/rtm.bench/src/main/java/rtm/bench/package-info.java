/** Measurements: each a program of its own that prints figures. Nothing here passes or fails. */
@NullMarked
package rtm.bench;

import org.jspecify.annotations.NullMarked;
