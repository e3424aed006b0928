/**
 * The face of the domain: one class for each thing that a caller may ask for, and their wiring over
 * the ports.
 */
@NullMarked
package rtm.domain.usecase;

import org.jspecify.annotations.NullMarked;
