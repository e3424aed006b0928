/**
 * Pulls images, changes containers and follows events through the Docker API, each call with its
 * deadline. No decision about a runtime is made here; Docker is spoken to nowhere else.
 */
@NullMarked
package rtm.docker;

import org.jspecify.annotations.NullMarked;
