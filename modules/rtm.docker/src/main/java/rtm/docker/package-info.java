/**
 * Pulls images, changes containers and follows events through the Docker API, each call with its
 * deadline. This package decides nothing about a runtime. No other module calls Docker.
 */
@NullMarked
package rtm.docker;

import org.jspecify.annotations.NullMarked;
