/**
 * Measurements: each is its own program that prints figures, and fails only if a figure is beyond
 * its limit.
 */
@NullMarked
package rtm.bench;

import org.jspecify.annotations.NullMarked;
